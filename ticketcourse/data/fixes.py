"""What people write when they close a ticket: phrasings for each fix."""

from ticketcourse.data.stock import lines

FIXES = {
    "restart": lines("""
        Restart service
        Restarted {component} on {host}
        service restarted, ok
        Bounced {component}, responds again
        {host} rebooted
        Killed the hanging process and started {component} again
        Recycled the app pool
        systemctl restart on {host}
        Stopped and started {component}
        restart done
    """),
    "memory": lines("""
        Raised heap of {component} to {size}
        {host} was out of memory, gave it {size} more
        OutOfMemoryError; memory limit doubled
        Added {n} CPUs to {host}
        More workers added, load is fine now
        {host} was undersized, moved to a bigger machine
        Increased connection limit of {component}
    """),
    "space": lines("""
        Deleted old logs on {host}, {size} free
        Extended volume by {size}
        Cleaned up temp folder
        Raised quota to {size}
        Log rotation was off, {size} of logs removed
        Moved archive to {share}
        disk extended
    """),
    "configuration": lines("""
        Wrong setting in {component}, corrected
        Parameter was changed by {ticket}, set back
        Corrected host name in the config file
        Timeout value set to {n} minutes
        Config of {component} pointed to the old {host}
        Environment variable was missing after the move
        Adjusted the mapping in {component}
        Feature switch turned on for {team}
        Set correct port, works
    """),
    "bug": lines("""
        Fixed in {version}
        Defect in {component}, hotfix deployed
        Null check added, released with {version}
        Known bug of {version}, patch installed
        Developer corrected the calculation
        Code change under review, workaround given, fix comes in {version}
        Race condition in {component}; patched
        Rolled back to {version}, bug reported
    """),
    "certificate": lines("""
        Certificate of {host} had expired, renewed
        New TLS certificate installed
        Intermediate CA was missing in the chain
        Renewed cert on {host} for {n} years
        Imported root certificate into the trust store of {component}
        Cert exchanged
    """),
    "permission": lines("""
        Added user to the right group
        Role was missing, granted
        Rights on {share} corrected
        Group membership got lost with the move to {team}, restored
        Gave {person} read and write
        Inheritance was broken on the folder; set again
        Authorisation object added
    """),
    "password": lines("""
        Password reset
        Account was locked, unlocked
        Unlocked user in AD
        Cached credentials removed, new password set
        MFA token registered again
        Password had expired, user set a new one
        User synchronised again with the directory
    """),
    "guidance": lines("""
        Explained to the user
        Sent link to the manual
        User showed wrong button, trained
        Works as designed, explained to {person}
        Showed {person} how to do it, {n} minutes on the phone
        User had the wrong filter set
        Caps lock was on
        Caller used the old bookmark, sent the new link
        no fault found, user instructed
    """),
    "vendor": lines("""
        Case opened with the vendor, they fixed it
        Supplier delivered patch {version}
        Provider had a fault on the line, solved by them
        Waiting for vendor; workaround until {version}
        External support corrected it, case #####
        Problem was on the side of {partner}, they confirmed
        Manufacturer replaced under warranty
    """),
    "part": lines("""
        Replaced battery
        New {device} handed out to {person}
        Exchanged mainboard
        Swapped the power supply
        Replaced fuser and roller
        Cable replaced
        Broken switch port, patched to another one
        Memory module was defective, replaced
        Docking station exchanged
    """),
    "network": lines("""
        Switch at {site} was down, power cycled
        Firewall rule added
        DNS entry corrected
        DHCP scope was exhausted, enlarged
        Access point at {site} replaced
        Routing between {site} and {host} corrected
        MTU mismatch on the tunnel
        Proxy exception added
        VLAN of the port was wrong
    """),
    "data": lines("""
        Corrected the record in {table}
        Duplicates deleted in {table}
        Reposted the failed messages
        Missing rows loaded again
        Data fixed by script, {n} rows
        Wrong master data for {partner}, corrected
        Removed the stuck entry from {table}
        Recalculated totals
    """),
    "index": lines("""
        Index on {table} added
        Statistics of {table} were old, updated
        Query plan had changed, fixed the plan
        Killed blocking session on {table}
        Table {table} rebuilt
        Long transaction held a lock on {table}, ended it
        Query rewritten, runs in {n} s
    """),
    "rerun": lines("""
        Job restarted manually, ended ok
        {job} started again from step {n}
        Rerun ok
        Restarted {job} after {when}
        Dependency was late, {job} run by hand
        Moved start of {job} to 0#:30
        Job chain released
    """),
    "reinstall": lines("""
        Reinstalled {program}
        Repaired installation of {program}
        Updated {program} to {version}
        Cleared the cache, profile rebuilt
        Driver {version} installed
        Add-in switched on again
        Deployed the package again to the {device}
    """),
    "licence": lines("""
        Licence assigned
        Licence had expired, ordered through {team}
        Activated with new key
        Bought {n} more licences
        Freed unused licences
    """),
    "cleaned": lines("""
        Mail was phishing, sender blocked
        Malware removed, {device} reinstalled
        Reset password and ended all sessions, reported to security
        {device} isolated and scanned
        False alarm, file released
        Blocked the domain, warned {team}
        Quarantined; security team informed
    """),
    "provisioned": lines("""
        Account created
        User set up with role of {person}
        Access granted after approval of {person}
        Account closed, mailbox handed to {person}
        Set up as requested
        Approved by the owner, done
        Request fulfilled
    """),
    "restored": lines("""
        File restored from {when}
        Restored {table} from snapshot
        Backup repeated, successful
        Tape changed, job ran through
        Excluded open files, next run ok
        Snapshot removed, backup runs again
    """),
    "remote wipe": lines("""
        Wiped the {mobile} remotely, SIM blocked
        Enrolled {mobile} again
        Profile removed and added on {mobile}
        New SIM sent to {person}
        PIN reset through MDM
        MDM policy pushed again
    """),
    "mail rule": lines("""
        Rule in the mailbox deleted the messages, removed
        Mail was in quarantine, released
        Mailbox moved to the new server
        Rebuilt the OST file
        Sender added to the allow list
        Delegation on the mailbox set
        Queue on the relay flushed
    """),
    "vague": lines("""
        Done
        ok now
        Solved
        Fixed, see {ticket}
        Works again
        Closed
        solved with {person}
        Resolved by phone
        no longer reproducible
    """),
}

# Sentences that alone carry the label "duplicate".
DUPLICATE = lines("""
    Duplicate of {ticket}
    Already handled in {ticket}, closing this one
    same as {ticket}
    Merged into {ticket}
    Double entry, followed in {ticket}
""")
