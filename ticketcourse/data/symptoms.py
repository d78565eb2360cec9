"""What people write when something is wrong: phrasings for each symptom."""

from ticketcourse.data.stock import lines

SYMPTOMS = {
    # Symptoms that several causes share: the description alone does not give the cause.
    "error": lines("""
        Fix system error
        System error in {system}
        {system} shows {code}
        When I save in {system} I get {code}.
        {system}: unexpected error, see {code}
        Error message "{code}" since {when}
        Please fix error {code} in {system}
        {component} of {system} fails with {code}
        Internal error when opening {system}
        Since {when} {system} throws {code} for {team}
        system error {code}
        {team} cannot post anything in {system}, message {code}
    """),
    "down": lines("""
        {system} does not respond
        {system} is not available
        Cannot open {system}, page stays white
        {system} hangs since {when}
        {system} stopped working
        Nothing happens when I click on {system}
        {component} is not running on {host}
        {system} freezes all the time
        {host} not reachable by {system}
        {system} down?
        Health check of {component} on {host} is red
    """),
    "slow": lines("""
        {system} is very slow
        It takes minutes until {system} loads
        Slow response in {system} since {when}
        {system} needs ages to open an order
        Performance of {system} is bad at {site}
        Search in {system} runs into a timeout
        everything in {system} takes forever
        {n} seconds to save a record in {system}
        {team} complains that {system} is slow
        Lagging screens in {system}
    """),
    "no login": lines("""
        Cannot log in to {system}
        Login to {system} not possible
        {system} does not accept my user
        {person} can't sign in to {system} since {when}
        Sign-in page of {system} comes back again and again
        Logon fails with {code}
        Locked out of {system}
        After entering my password {system} says access denied
        Unable to log on, {system}
    """),
    "no access": lines("""
        {person} has no access to {share}
        Access denied on {share}
        I cannot see {share} any more
        Folder is missing on {share}
        Cannot open files on {share}
        {team} gets "permission denied" on {share}
        Can't save to {share}
        Cannot write, {share} refuses the file
    """),
    "mail": lines("""
        Outlook does not send mails
        No emails received since {when}
        Mails to {partner} come back
        Mailbox of {team} is not updating
        Calendar invitations are missing in Outlook
        Shared mailbox {team} cannot be opened
        Outlook asks for the password all the time
        Undeliverable message with {code}
        Attachments do not arrive
        Mailbox full, {size} reached
    """),
    "vpn": lines("""
        VPN does not connect
        VPN drops every few minutes
        Working from home: tunnel fails with {code}
        Cannot reach {system} from home office
        AnyConnect stuck at connecting
        Remote access not possible since {when}
        vpn error {code}
        No connection to the company network from the hotel
    """),
    "network": lines("""
        No network at {site}
        Wi-Fi very weak in {site}
        Internet connection lost at {site} since {when}
        {n} PCs in {site} are offline
        LAN port at my desk is dead
        WLAN disconnects during calls
        Packet loss between {site} and {host}
        Cannot ping {host} from {site}
        Websites do not load at {site}
    """),
    "print": lines("""
        {printer} does not print
        Print jobs stay in the queue of {printer}
        Paper jam and then {printer} is offline
        {printer} prints only half pages
        No labels from {printer} since {when}
        Cannot add {printer} on my {device}
        Scan to mail from {printer} fails
        {printer} shows {code}
    """),
    "database": lines("""
        Query on {table} runs into a deadlock
        Cannot connect to the database on {host}
        Connection pool of {host} exhausted
        Table {table} is locked
        Duplicate key error in {table}
        DB-1### on insert into {table}
        Replication to {host} is behind
        SQL statement on {table} hangs
        ORA-0#### in the log of {system}
    """),
    "device": lines("""
        {device} does not start
        {device} makes a loud noise
        Screen of {device} stays black
        Battery of {device} empty after one hour
        {device} shuts down by itself
        Keyboard of {device}: some keys do not work
        Docking station does not detect the monitor
        Fan of {device} is always on, very hot
        coffee over the {device}
        Blue screen {code} on {device}
    """),
    "mobile": lines("""
        {mobile} does not sync
        No mail on my {mobile}
        {mobile} lost
        {mobile} cannot be enrolled
        App {system} crashes on {mobile}
        New {mobile} for {person} needs setup
        {mobile} has no signal in {site}
        PIN of {mobile} forgotten
    """),
    "phone": lines("""
        No dial tone on the desk phone in {site}
        Calls drop after a few seconds
        Headset has no sound in softphone
        Hotline of {team} not reachable
        Call forwarding for {person} does not work
        Callers hear nothing
        Voicemail does not record
    """),
    "backup": lines("""
        Backup of {host} failed
        Backup job on {host} ended with {code}
        Last good backup of {host} is from {when}
        Please restore file from {share}, deleted on {when}
        Restore of {table} needed
        Backup window exceeded on {host}
        Tape library reports {code}
    """),
    "job": lines("""
        {job} aborted
        {job} did not run on {when}
        {job} ended with {code}
        {job} still running since {when}
        Batch {job} failed on {host}
        Output of {job} is missing
        {job} ABEND, rc {code}
        {job} started twice
    """),
    "report": lines("""
        Figures in {report} are wrong
        {report} is empty
        {report} does not match {system}
        Totals in {report} differ from last month
        {report} cannot be exported to Excel
        Column missing in {report}
        {report} shows old data
    """),
    "interface": lines("""
        No messages from {partner} since {when}
        Interface to {partner} stopped
        Orders from {partner} do not arrive in {system}
        {partner} rejects our files with {code}
        Transfer to {partner} fails, {code}
        {n} messages to {partner} stuck in the queue
        API call to {partner} returns {code}
        Data from {partner} is imported twice
    """),
    "program": lines("""
        {program} crashes at start
        {program} closes by itself
        Please install {program} on {device}
        {program} asks for a licence
        {program} cannot open my file
        After the update {program} shows {code}
        {program} is in the wrong language
        Add-in missing in {program}
    """),
    "phishing": lines("""
        Suspicious mail received, I clicked on the link
        Strange mail from {person} asking for gift cards
        Is this mail genuine? Link to a sign-in page
        Virus warning on {device}
        Antivirus found something in the download
        Pop-up says my {device} is infected
        Unknown sign-in from abroad on my account
        Received invoice with macro, opened it
    """),
    "joiner": lines("""
        New colleague {person} starts in {team}, needs an account
        Please create user for {person}
        {person} moves to {team}, please adapt the rights
        Access to {system} for {person} please
        Role request: {person}, {system}, read and write
        {person} leaves the company, close the account
        Please add {person} to {share}
        Need rights in {system} for the deputy of {person}
    """),
    "how to": lines("""
        How can I change my signature?
        Where do I find {report}?
        Question about {system}: how do I cancel an order?
        How to share a file with {partner}?
        I do not understand the new mask in {system}
        Can you show {team} how to use {program}?
        Need instructions for {system}
    """),
    "disk": lines("""
        Disk on {host} {percent} % full
        No space left on device {host}
        Monitoring: filesystem /var on {host} at {percent} %
        Warning from {host}, volume almost full
        Monitoring says inodes on {host} used up
        Alert {host}: free space below {size}
        Nagios: DISK CRITICAL {host}
    """),
    "certificate": lines("""
        Browser says the connection to {system} is not private
        SSL handshake with {partner} fails
        Certificate warning when opening {system}
        TLS error {code} between {host} and {partner}
        ERR_CERT_DATE_INVALID on {system}
        SSLHandshakeException in the log of {component}
    """),
    "vague": lines("""
        It does not work
        Same problem again
        Please help, nothing works
        see attachment
        Problem with {system}
        As discussed with {person}
        Issue from {when}, please check
        Follow-up to {ticket}
        error
        {system} again
    """),
}

# Sentences about how far a fault reaches; they alone carry the label "outage".
OUTAGE = lines("""
    All users in {site} are affected.
    Nobody in {team} can work.
    Whole company is affected!
    Complete standstill at {site} since {when}.
    Major incident, more than ## users called.
    Production stands still.
    The entire {team} is stopped.
    It hits everyone, not just me.
""")
NO_OUTAGE = lines("""
    Only my {device} is affected.
    Nobody else in {team} has it.
    Colleagues can work normally.
    Not a major incident, only one user.
    It hits just me.
    The rest of {site} is fine.
    Production goes on, there is a workaround.
""")
