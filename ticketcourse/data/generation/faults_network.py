"""What goes wrong with networks, access and mail: phrasings for each symptom and each fix.

``faults.py`` says how to read the tables.
"""

# One phrase is one line, however long.
# ruff: noqa: E501

NETWORK = """
switch down | network | 30 | 0
- (No network|No connection|No link light) (on the wall sockets|at any desk|at the desks|for the machines) (in {site}|of {team}|on one side of {site}) since {when}
- ({n} PCs|Several workstations|All machines on one row) in {site} (are offline|have lost the network|cannot ping {host})
- Packet loss of {percent} % between {site} and {host}
~ (The whole row|Every wall port) in {site} went dark, (cables are fine|nothing lights up)
> (Power cycled|Replaced|Reset|Exchanged) the (access switch|edge switch|patch panel switch) in {site}
> (Loop on a port|Wrong VLAN on a port|Port in err-disabled state) of {host}, (corrected|cleared|set right)
> Uplink of {host} (was flapping|was down|had errors), (fibre exchanged|transceiver swapped|cable renewed)
>~ (Spanning tree|The trunk) on {host} (had blocked|had cut off) that floor, root priority set
de Seit {when} kein Netz in {site}, alle Rechner offline > Switch in {site} getauscht
fr Plus de réseau à {site} depuis {when} > Commutateur remplacé à {site}

name lookup fails | dns, network | 16 | -3
- (DNS|Name service) (is slow|times out|is patchy) (in {site}|on {host})
- ({host} cannot be resolved|Name of {host} is not found|nslookup {host} gives nothing) (from {site}|from {component}|since {when}|any more)
- (UnknownHostException|Host not found|NXDOMAIN) for {host} (in the log of {component}|on every call|at times)
- ({system} opens by address {ip}|{host} answers on {ip}) but not by (name|its name|the new name)
~ (Lookup of {host}|The alias {host}) (points to a stale address|gives the old machine) in {site}
> (A record|CNAME|Reverse entry|Zone entry) of {host} (corrected|added|was missing, added)
> (Old forwarder|Stale record|Wrong search suffix) (removed|replaced) on {host}, (cache flushed|TTL lowered)
> Zone transfer to {host} (repaired|started again|works again)
>~ (Split horizon view|Delegation of the zone) (lacked {host}|was broken), completed
de {host} kann nicht aufgelöst werden > Eintrag für {host} im Nameserver korrigiert
fr Le nom {host} est introuvable depuis {when} > Enregistrement {host} corrigé dans la zone

tunnel drops | network, vpn | 24 | 4
- (Tunnel|VPN|Remote access) (drops|disconnects|breaks off) (every few minutes|after {n} minutes|as soon as {program} opens)
- (From home|In the hotel|Via the phone hotspot) the (client|tunnel|VPN client) (stays at connecting|fails with {code}|hangs at {percent} %)
- ({person}|{team}|The night shift) cannot (dial in|connect from outside|get in from home) since {when}
~ (Home office link|Secure channel) (collapses|resets) (each hour|when the laptop sleeps)
> (Reinstalled the VPN client|Gave out client {version}|Profile of the tunnel renewed) (for {person}|for {team}|on {device})
> (MTU|Split tunnel list|Keepalive) of the (gateway|concentrator) (adjusted|corrected|set to {n})
> Moved {user} to (the new gateway|gateway {host}|another address pool)
>~ (Dead peer detection|Rekey interval) on {host} changed to {n}
de VPN bricht alle paar Minuten ab > VPN-Profil für {person} erneuert
fr Le tunnel se coupe toutes les {n} minutes > Client VPN {version} réinstallé

weak signal | network, wireless | 10 | 2
- (Wi-Fi|WLAN|Wireless) (is weak|drops out|is very slow|disappears) in (the meeting rooms|{site}|the canteen|the corner of {site})
- (Laptops|Phones|Scanners|Tablets) (roam|lose the signal|fall off the SSID) (when people walk|during calls|all the time) in {site}
~ (Radio coverage|Reception) behind the lifts in {site} is (gone|hopeless)
> (Access point|Antenna) in {site} (replaced|moved|added|reset)
> (Channel|Transmit power|Band steering) of {host} (changed|adjusted|set by hand) in {site}
> (Roaming threshold|SSID profile) of the controller (corrected|tuned) for {site}
>~ (Rogue repeater|Microwave link) near {site} (found|removed), radio plan redone
de WLAN in {site} sehr schwach > Access Point in {site} ersetzt
fr Signal sans fil très faible à {site} > Borne déplacée à {site}

blocked port | firewall | 14 | 0
- (Connection refused|Connection timed out|No route) from {host} to {ip} port {port} (since {when}|after the move|in the new zone)
- {component} (cannot reach|gets no answer from|is cut off from) {host} on port {port}
- (Traffic|Packets|SYN) to {ip}:{port} (is dropped|are dropped|never arrives) (by something in between|after the core router|in the DMZ)
~ telnet to {host} {port} (just hangs|stays silent), (ping works|same subnet is fine)
> (Rule|Policy|Exception) for port {port} (added|opened|approved and active) (on the perimeter|between the zones|for {host})
> (Order of rules|Deny rule|Address group) (was wrong|blocked it), (corrected|moved|removed)
> ({host} was missing in|{ip} was added to) the (allow list|object group)
>~ (Stateful timer|Geo filter) on the perimeter (loosened|excluded {ip})
de Verbindung von {host} zu Port {port} wird abgewiesen > Freischaltung für Port {port} eingerichtet
fr Le port {port} vers {host} est fermé > Règle ajoutée pour le port {port}

proxy blocks | configuration, firewall | 8 | -2
- (Browser|{program}|The updater|pip) gets (407|502|"tunnel failed"|"connect rejected") for {url}
- (Downloads from|Calls to|Pages of) {url} (end halfway|are blocked|load for ever) (behind the web gateway|inside the office|in {site})
~ (Outbound web traffic|Every web request) of {host} ends at a (block page|sign-in page)
> (Exception|Bypass|Allow entry) for {url} (set in the proxy|added to the PAC file|active on the web gateway)
> (PAC file|Environment of {component}|Proxy setting) (pointed to|still named) the old gateway, (changed|renewed)
> (Content filter|Inspection) (switched off|relaxed) for {url}
>~ (Kerberos keytab|Service account) of the web gateway renewed
de Seite {url} wird vom Proxy gesperrt > Ausnahme für {url} im Proxy gesetzt
fr Accès à {url} refusé par le proxy > Exception ajoutée pour {url}

uneven balancing | load balancing | 7 | 3
- (All requests|All sessions|Nearly all users) (land on|go to|end up at) {host}, (the others idle|{host} is empty|nothing on the rest)
- (Every second|Every third|One in {n}) request to {system} (fails|ends in 503|goes to a dead node)
- (Session is lost|Basket is lost|Login is lost) when {system} (changes|switches|hops) between nodes
~ (Pool member|Backend node) {host} (gets nothing|takes it all) since {when}
> (Health check|Probe) of the pool (corrected|set to {path}|made stricter)
> (Sticky sessions|Persistence|Weights) (set|switched on|evened out) on the (balancer|virtual server)
> {host} (taken out of|put back into) the pool
>~ (Drain mode|Connection reuse) on the virtual server (ended|switched off)
de Alle Sitzungen landen auf {host} > Gewichte im Pool angepasst
fr Toutes les requêtes arrivent sur {host} > Poids du groupe rééquilibrés

slow line | network, performance | 8 | 0
- (Ping to {host} takes|Round trip to {host} is|Latency to {host} is) {ms} ms (from {site}|at peak hours|since {when})
- (File copy|Video|Remote desktop) from {site} (crawls|stutters|runs at {n} Mbit)
- (Line|Link|Uplink) to {site} (is saturated|is at {percent} %|is full) (every morning|during backups|since {when})
~ (Jitter|Throughput) on the link to {site} is (awful|a tenth of normal)
> (Bandwidth|QoS class|Traffic shaping) for {site} (raised|set|corrected)
> (Carrier|Routing) (moved|switched) {site} to the (second line|other path|bigger link)
> (Backup traffic|Replication traffic|Update traffic) (moved to the night|throttled) on the link to {site}
>~ (Duplex mismatch|Half duplex port) on the uplink of {site} (fixed|set to full)
de Leitung nach {site} stark ausgelastet > Bandbreite für {site} erhöht
fr Liaison vers {site} saturée > Débit augmenté pour {site}
"""

ACCESS = """
account locked | login | 40 | -2
- (Cannot log in to|Cannot sign in to|Login not possible in|No logon to) {system} (since {when}|this morning|any more|after the holidays)
- (Account of {person}|User {user}|My user) (is locked|is disabled|is refused) (in {system}|after {n} attempts|again)
- {system} (says|answers|shows) ("invalid credentials"|"account disabled"|"access denied at sign-in")
~ (Shut out of|Thrown out of) {system}, (name and word are right|third time this week)
> (Unlocked|Enabled|Released) (the account|user {user}|{user} in the directory)
> (Old session|Saved credential|Mapped drive) on {device} (kept locking|locked) {user}, (removed|cleared)
> (Bad attempts came from|Source of the lockout was) {device}, (signed off there|cleaned)
>~ Lockout (counter|flag) of {user} reset by (script|hand)
de Anmeldung an {system} nicht möglich > Konto {user} entsperrt
fr Connexion à {system} impossible > Compte {user} déverrouillé

password expired | login, password | 14 | 0
- (Password|My password|Passphrase of {user}) (has expired|ran out|was rejected as too old) (before I could change it|on {date}|in {system})
- (Change dialog|Reset page|Self-service) (does not accept|refuses|rejects) (the new one|any new word|{n} tries)
- (Forgot my password|Need a new password|Password no longer known) for {system}
~ (Reset mail|Reset link) for {user} (never comes|leads nowhere)
> (Password reset|New initial password set|Temporary password given) (for {user}|by phone|after check of identity)
> (Expiry|Password age) of {user} (extended|corrected) (once|until {date})
> {user} (set|chose) a new one (with us on the phone|in self-service after the sync)
>~ Complexity (rule|filter) (explained to|adjusted for) {user}, new one taken
de Kennwort abgelaufen, Änderung wird abgelehnt > Kennwort für {user} zurückgesetzt
fr Mot de passe expiré, refusé par {system} > Mot de passe de {user} réinitialisé

sign-on loop | single sign-on, configuration | 14 | 3
- (Redirect loop|Endless redirect|Login page again and again) (between {system} and the identity provider|when opening {system}|after the portal)
- (SAML|OIDC|Token) (response|assertion|exchange) of {system} is (rejected|invalid|not accepted), {code}
- (Signed in at|Coming from) the portal, but {system} (asks again|wants a second sign-in|knows nobody)
~ (Federated sign-in|The hop from the portal) to {system} (bounces|returns {code})
> (Metadata|Signing key|Redirect address|Audience) of {system} (renewed|corrected|exchanged) (at the identity provider|in the federation|in the app registration)
> (Claim|Attribute) for {system} (was missing|was renamed), (mapped|added)
> (Trust|Federation) with {system} set up again
>~ (Cookie domain|SameSite flag) of the portal (changed|set) for {system}
de Endlose Weiterleitung beim Öffnen von {system} > Metadaten von {system} beim Identitätsanbieter erneuert
fr Boucle de redirection à l'ouverture de {system} > Métadonnées de {system} renouvelées

missing role | permissions | 36 | 0
- (No authorisation|Not authorised|Permission denied) (for {table}|in {system}|for this transaction|when I open {report})
- (Button|Menu|Tab|Tile) for {report} is (greyed out|missing|hidden) (for {person}|for {team}|since {when})
- {person} (may read but not change|can no longer approve|cannot see) (orders|entries|files|cases) in {system}
~ (Forbidden|403) on {path} although {person} (did it last month|has the job)
> (Role|Group|Right) (granted|assigned|added|given back) (to {person}|to {user}|for {team})
> (Inheritance|ACL|Role mapping) on {path} (repaired|was broken, repaired|set again)
> {user} was (in the wrong group|missing in the group), corrected
>~ (Deny entry|Negative right) for {team} (taken away|deleted)
de Keine Berechtigung für {report} in {system} > Rolle für {person} vergeben
fr Accès refusé à {report} dans {system} > Rôle attribué à {person}

directory sync | directory | 14 | 0
- (Department|Manager|Phone number|Surname) of {person} is (old|wrong|empty) in (the address book|{system}|the people search)
- (Group members|New users|Changes of HR) (do not arrive|arrive days late|are not copied) in {system}
- (LDAP query|Directory search|Bind) on {host} (returns nothing|ends with {code}|is refused)
~ (Duplicate object|Conflict object) for {person} in the (tree|address list)
> (Sync job|Connector|Provisioning run) of the directory (restarted|repaired|ran by hand)
> (Attribute|Object|Duplicate entry) of {user} (corrected|merged|removed) in the directory
> (Bind account|Search base|Filter) of {component} (corrected|renewed)
>~ (Tombstone|Ghost entry) for {user} purged, (full import|delta import) done
de Abteilung von {person} im Adressbuch falsch > Abgleich des Verzeichnisses neu gestartet
fr Service de {person} erroné dans l'annuaire > Synchronisation de l'annuaire relancée

second factor | login, multi-factor | 10 | 4
- (Code from the app|Token code|Push message|One-time code) (is not accepted|never comes|is always wrong) (for {system}|since the new phone|since {when})
- (Authenticator|Hardware token|Second factor) (is lost|is on the old phone|is out of step) (for {person}|of {user}|since {when})
~ (Approval prompt|Number prompt) (does not pop up|shows the wrong number) on the phone of {person}
> (Second factor|Authenticator|Token) of {user} (registered again|reset|enrolled on the new phone)
> (Backup codes|New token|One-day bypass) (handed to|issued for|sent to) {person}
> (Drift|Seed|Serial) of the token (corrected|matched)
>~ Number matching (switched on|explained) for {user}
de Code aus der App wird nicht angenommen > Zweiter Faktor für {user} neu registriert
fr Le code de l'application n'est jamais accepté > Second facteur de {user} réenregistré

new colleague | onboarding, permissions | 20 | 0
- (New colleague|New starter|Trainee|Contractor) {person} (starts|begins|joins {team}) on {date}, (needs everything|please prepare|needs account and mailbox)
- (Please create|We need|Please set up) (a user|an account|the standard package) for {person} in {team}
- (First day of|Arrival of) {person} and (no account|nothing is ready|no mailbox)
~ {person} (returns|comes back) to {team} from {date}, (please revive|please rebuild) the user
> (Account|User {user}|Standard package) (created|set up|ready) (for {person}|after approval|as requested)
> (Form|Approval) of {team} (came|arrived), {user} (created|is active)
> (Welcome mail|First password) sent to (the manager|{team})
>~ Identity {user} (revived|provisioned) through the HR feed
de Neue Kollegin {person} beginnt am {date} > Konto {user} angelegt
fr Nouvelle arrivée de {person} le {date} > Compte {user} créé

leaver | offboarding | 4 | 0
- (Please lock|Please close) {user}, {person} (is gone|left) (on {date}|since {when})
- {person} (leaves|has left|retires from) {team} on {date}, (close the account|take back everything|please shut down all rights)
- (Former colleague|Ex-contractor|Left employee) {person} (can still sign in|is still in {system}|still gets mail)
- (Exit|Departure) of {person} on {date}: (what happens to the files|hand over to {person}|equipment is on the desk)
~ Last working day of {person} is {date}, (revoke|withdraw) whatever there is
> ({user} closed|{user} disabled|All rights of {user} withdrawn) (on {date}|after the exit form|with HR)
> (Files and mailbox|Data|Drive) of {user} (handed to|moved to|given to) {team}
> (Token and laptop|Badge and phone) of {person} (returned|collected)
>~ {user} put into the (leavers|retention) container
de {person} verlässt {team} zum {date} > Konto {user} geschlossen
fr Départ de {person} le {date} > Compte {user} clôturé
"""

MAIL = """
mailbox full | email, capacity | 9 | 0
- {user} (gets|sees) (a size warning|"mailbox almost full"|a red bar) (in Outlook|every morning)
- (Mailbox|Inbox|Postbox) of {person} is (full|over the limit|at {size}|over quota)
- (Cannot send|Cannot receive|No new mails), (limit of {size} reached|{percent} % used|size warning every day)
- (Warning|Bounce) "quota exceeded" (for {user}|to all senders|since {when})
~ (Store|Postbox) of {team} (refuses|turns away) mail, {size} used
> (Mail quota|Mailbox limit) of {user} (raised to {size}|raised|doubled)
> (Old mails|Attachments|Deleted items) of {user} (archived|moved to the archive|emptied)
> (Online archive|Retention) for {user} (switched on|shortened)
>~ (Litigation copy|Recovery folder) of {user} trimmed to {size}
de Postfach von {person} ist voll > Postfachgrenze auf {size} erhöht
fr Boîte de {person} pleine > Quota de la boîte porté à {size}

mail not delivered | email | 26 | -3
- (Mails|Messages|Replies) (to {partner}|from {partner}|to {team}) (do not arrive|come back|vanish) (since {when}|at times|with {code})
- (Outlook|The mail client) (does not send|stays at "sending"|keeps everything in the outbox)
- (Undeliverable|Delayed|Rejected): {code} for (all outside addresses|{user}|{partner})
~ (Newsletter|Order mail) of {system} is (swallowed|lost) (on the way|before {partner})
> (Queue|Connector|Transport rule) on {host} (flushed|corrected|started again)
> (SPF|DKIM|Sender address) of {system} (corrected|added|set up)
> (Mailbox rule|Forward) of {user} (deleted|moved) the messages, removed
>~ (Smart host|Relay) {host} (unlisted|taken off a block list)
de Mails an {partner} kommen zurück > Warteschlange auf {host} geleert
fr Les messages vers {partner} reviennent > File d'attente vidée sur {host}

calendar gone | calendar | 8 | 2
- (Appointments|Meetings|Series) of {person} (are missing|are doubled|moved by an hour) (in Outlook|on the phone|since {when})
- (Free/busy|Availability|Room list) for (room {site}|{team}|{person}) (is empty|is wrong|cannot be seen)
- (Invitations|Updates) (do not reach|are not processed by) the (room|delegate|team)
~ (Recurring slot|Weekly slot) with {team} (splits|shows twice)
> (Calendar|Room calendar|Delegate list) of {user} (repaired|rebuilt|published again)
> (Broken series|Orphaned meeting) (removed|ended), (new one sent|organiser informed)
> (Booking policy|Auto accept) of the room (set|corrected)
>~ (Meeting store|Time grid) of {user} run through the repair tool
de Termine von {person} fehlen > Kalender von {user} repariert
fr Rendez-vous de {person} disparus > Agenda de {user} réparé

bad calls | conferencing | 8 | 4
- (Camera|Microphone|Screen sharing|Sound) (does not work|freezes|is black) in (Teams|video calls|the meeting with {partner})
- (Guests|People from {partner}|Outside callers) (cannot join|wait in the lobby|are thrown out) (of the meeting|of every call|after {n} minutes)
- (Room system|Big screen|Conference phone) in {site} does not (start|join|show) the meeting
~ (Webinar|Town hall) of {team} had (no picture|an echo)
> (Meeting policy|Lobby setting|Guest access) (changed|opened|corrected) for {team}
> (Room system|Conference bar|Camera) in {site} (updated|reset|exchanged)
> (Audio device|Camera driver|Meeting client) on {device} (set again|updated|chosen anew)
>~ (Media port range|Echo filter) for {site} tuned
de Kamera in Videokonferenzen schwarz > Raumsystem in {site} zurückgesetzt
fr Caméra noire en visioconférence > Système de salle redémarré à {site}

shared mailbox | email, permissions | 9 | 0
- (Shared mailbox|Team mailbox|Group inbox) of {team} (cannot be opened|disappeared|is not shown) (for {person}|in Outlook|since {when})
- {person} (cannot send as|may not reply from|gets an error sending as) {team}
~ (Common postbox|Functional postbox) {team} (refuses|no longer lists) {person}
> (Full access|Send as|Delegation) on the mailbox of {team} (given to|set for|restored for) {person}
> {user} (added to|was missing in) the (mail group|access group of the mailbox)
> (Automapping|Delegate rights) of {team} (set again|repaired)
>~ (Trustee|Owner) of the postbox {team} changed to {user}
de Teampostfach {team} für {person} nicht sichtbar > Vollzugriff für {person} eingerichtet
fr Boîte partagée {team} invisible pour {person} > Accès complet donné à {person}

desk phone | telephony | 10 | -4
- (No dial tone|No ring|One-way sound|Calls drop) (on the desk phone|on extension {port}|on the hotline of {team}|in softphone)
- (Callers|Customers|Branches) (hear nothing|hear only music|get the wrong person) when they ring {team}
- (Voicemail|Call forwarding|Hunt group) of {person} (does not record|does not work|rings nowhere)
~ (Handset|Extension) {port} (registers|deregisters) every {n} minutes
> (Extension {port}|Hunt group|Call route|Forwarding) (set up again|corrected|assigned anew)
> (Gateway|Trunk|SIP registration) (restarted|renewed) (by the carrier|on {host})
> (Handset|Headset|Desk phone) (exchanged|reset) for {person}
>~ (Codec|Dial plan) on the trunk (reordered|changed)
de Kein Freizeichen am Telefon {port} > Nebenstelle {port} neu eingerichtet
fr Pas de tonalité au poste {port} > Poste {port} reconfiguré
"""
