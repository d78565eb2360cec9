"""What goes wrong with interfaces, data jobs and workplaces: phrasings for symptoms and fixes.

``faults.py`` says how to read the tables.
"""

# One phrase is one line, however long.
# ruff: noqa: E501

INTEGRATION = """
queue stuck | messaging | 14 | 0
- (Messages|Events|Orders) (pile up|are stuck|wait) in (queue {queue}|topic {queue}|{queue}) (since {when}|with {n} waiting|on {host})
- (Consumer|Listener|Subscriber) of {queue} (does not read|lags behind|stopped reading)
- (Dead letters|Poison message|Redeliveries) on {queue} (grow|every minute|with {code})
~ (Offset|Backlog) of {queue} (does not move|only grows)
> (Consumer|Listener) of {queue} (started again|scaled to {n}|repaired)
> (Poison message|Bad message|{n} messages) (removed from|moved out of|replayed from) {queue}
> (Broker|Partition|Binding) for {queue} (repaired|rebalanced|added)
>~ (Visibility timeout|Prefetch) of {queue} (lowered|set)
de Nachrichten stauen sich in {queue} > Verbraucher von {queue} neu gestartet
fr Messages bloqués dans {queue} > Consommateur de {queue} relancé

bad response | api | 20 | 3
- (Endpoint|Call to|Request to|Route) {url} (returns|answers|gives) (400|404|500|an empty body|{code})
- (Field|Parameter|Header) "{user}" (missing|ignored|renamed) in the (response|request|payload) of {url}
- (Client|App|Script) of {partner} (cannot parse|rejects|breaks on) the (JSON|answer) of {component}
~ (Pagination|Cursor) of {url} (repeats|skips) items
> (Endpoint|Contract|Response) of {component} (corrected|made compatible|fixed in {version})
> (Parameter|Field|Header) (added|accepted again|documented) for {url}
> (Client|Caller) (changed to|moved to) the (new route|version {version})
>~ (Schema|Envelope) of {url} (frozen|versioned)
de Aufruf von {url} liefert {code} > Schnittstelle in {version} korrigiert
fr L'appel à {url} renvoie {code} > Point d'accès corrigé en {version}

partner silent | partner interface | 16 | -2
- (No orders|No invoices|No confirmations|No data) (from|to) {partner} (since {when}|today|for {n} hours)
- {partner} (rejects|misses|asks for) (our files|our EDI messages|the despatch advice) of {when}
- (Segment|Qualifier|Partner number) in the message for {partner} is (unknown|wrong|empty)
~ (Acknowledgement|Functional ack) of {partner} (stays out|reports {code})
> (Mapping|Segment|Partner profile) for {partner} (corrected|extended|added)
> ({n} messages|The files|EDI orders) (sent again to|posted again for) {partner}
> {partner} (had changed|confirmed) the (format|address|sender id), adapted
>~ (Agreement|Trading profile) with {partner} (re-signed|renewed)
de Seit {when} keine Bestellungen von {partner} > Zuordnung für {partner} korrigiert
fr Aucune commande de {partner} depuis {when} > Correspondance corrigée pour {partner}

strange letters | encoding | 7 | 0
- (Umlauts|Accents|Special characters|Asian names) (are broken|become question marks|become boxes) in {file}
- (Names|Addresses|Texts) from {partner} (look like|contain) (garbage|wrong letters|odd signs) in {system}
- (UnicodeDecodeError|Malformed input|Invalid byte) in {class} (on line {n}|at {path}|for {file})
~ (Byte order mark|Double decoding) in {file} (confuses|breaks) {component}
> (Charset|Encoding|Collation) of {component} (set to UTF-8|corrected|declared)
> {file} (written|read|converted) as UTF-8 now
> (Conversion|Decoder) in {class} (fixed|replaced)
>~ (Normalisation|Code page) for {partner} (applied|agreed)
de Umlaute in {file} zerstört > Zeichensatz von {component} auf UTF-8 gesetzt
fr Accents illisibles dans {file} > Encodage UTF-8 imposé à {component}

call times out | api, timeouts | 12 | 2
- (Long|Large) calls to {url} (never finish|stop after {n} seconds) (in {component}|for {partner})
- (Read timed out|SocketTimeoutException|Deadline exceeded|Gateway timeout) (calling {url}|in {component}|after {n} seconds)
- (Every|About one in {n}) (call|request) to {partner} (runs into the limit|is cut after {n} seconds|gives up)
~ {component} (waits|sits) {ms} ms for {partner} and then (quits|drops it)
> (Timeout|Read limit|Deadline) of {component} (raised|set to {n} seconds|made longer)
> (Retry|Back-off|Circuit breaker) (added|switched on|tuned) in {class}
> (Large call|Batch) to {partner} (split into|cut into) {n} parts
>~ (Hedged call|Async reply) for {partner} introduced
de Aufruf von {partner} läuft in Zeitüberschreitung > Zeitlimit von {component} erhöht
fr Délai dépassé en appelant {partner} > Délai de {component} allongé

file not picked up | file transfer | 9 | 0
- {file} (was not picked up|is missing|came empty|arrived twice) (from the SFTP folder|at {partner}|in {path})
- (Transfer|Upload|SFTP|Download) of {file} (to|from) {partner} (fails with {code}|stops halfway|hangs)
~ (Drop folder|Landing zone) {path} (fills|is not emptied)
> (SFTP user|Host key|Folder) for {partner} (renewed|accepted|corrected)
> (Transfer|Upload|Pick-up) of {file} (repeated|started again|done by hand)
> (File pattern|Path) of the transfer (corrected|changed) to {path}
>~ (Marker file|Rename step) for {file} (restored|added)
de {file} wurde bei {partner} nicht abgeholt > Übertragung von {file} wiederholt
fr {file} non récupéré chez {partner} > Transfert de {file} refait

interface certificate | api, certificates | 6 | 0
- {partner} (changed|renewed) (its certificate|its root|the chain) and (calls fail|nothing goes through|{component} refuses)
- (TLS|SSL|Mutual TLS) handshake with {partner} (fails|is refused|ends with {code})
- (Client certificate|Keystore|Trust store) of {component} (not accepted|unknown|wrong) at {partner}
~ {partner} (pins|rejects) our (leaf|chain) since {when}
> (Client certificate|Keystore|Public key) for {partner} (exchanged|uploaded|renewed)
> (Chain|Root of {partner}|Intermediate) (imported|added) in the trust store of {component}
> (Cipher|Protocol) for {partner} (allowed|raised)
>~ (Pin|Thumbprint) at {partner} updated
de TLS-Verbindung zu {partner} wird abgelehnt > Client-Zertifikat für {partner} getauscht
fr Négociation TLS refusée par {partner} > Certificat client renouvelé pour {partner}
"""

DATA = """
job aborted | batch jobs | 24 | -3
- {job} (aborted|ended with {code}|failed|stopped) (on {host}|at step {n}|last night|on {date})
- (Batch|Chain|Run) {job} (is still running|runs since {when}|needs {n} hours)
- (Output|Result|File) of {job} is (missing|empty|from {when})
~ (Step {n}|Restart point) of {job} (skipped|ran twice)
> {job} (restarted|run again|repeated) (from step {n}|by hand|on {date}), ended ok
> (Input|Parameter|Step {n}) of {job} (corrected|completed|replaced)
> (Hanging run|Old instance) of {job} (cancelled|removed), next one ok
>~ (Checkpoint|Commit interval) of {job} (lowered|reset)
de {job} in Schritt {n} abgebrochen > {job} ab Schritt {n} neu gestartet
fr {job} interrompu à l'étape {n} > {job} relancé depuis l'étape {n}

wrong start time | scheduling | 8 | 0
- {job} (should run|was planned) on {date} but (did not|ran on {date}|was skipped) (today|on {date})
- {job} (did not start|started twice|started too early|ran on a holiday) (on {date}|again|on {date})
- (Calendar|Trigger|Dependency) of {job} (is wrong|never fires|waits for nothing)
~ (Cron line|Slot) of {job} (collides|overlaps) with {job}
> (Start time|Calendar|Trigger) of {job} (corrected|moved|set to {when})
> (Dependency|Condition) between {job} and {job} (removed|added|fixed)
> (Scheduler|Planner) on {host} (restarted|resumed), {job} planned again
>~ (Misfire rule|Blackout) for {job} changed
de {job} nicht zur geplanten Zeit gestartet > Startzeit von {job} korrigiert
fr {job} n'a pas démarré à l'heure > Heure de {job} corrigée

wrong figures | data correction, reporting | 18 | 0
- (Figures|Totals|Sums|Percentages) in {report} (are wrong|do not match {system}|differ by {n}|are doubled)
- {report} (is empty|shows old data|misses {team}|lacks a column) (since {when}|for {date})
- (Filter|Drill-down|Chart) in {report} (shows nothing|counts twice|ignores {site})
~ (Measure|Subtotal) in {report} (contradicts|drifts from) {table}
> (Formula|Filter|Definition|Join) in {report} (corrected|changed|agreed with {team})
> {report} (published again|refreshed|recalculated) (for {date}|by hand)
> (Column|Grouping) (added|removed) in {report}
>~ (Semantic layer|Grain) of {report} (repaired|changed)
de Summen in {report} stimmen nicht > Formel in {report} korrigiert
fr Totaux faux dans {report} > Formule corrigée dans {report}

late load | batch jobs, data warehouse | 10 | 3
- (Warehouse|Data mart|Cube|Lake) (is not loaded|is from {when}|misses {table}|is late) today
- (ETL|Load|Staging) of {table} (stopped|is late|skipped {n} rows) (on {date}|with {code}|on {host})
~ (Dimension|Fact) {table} has (gaps|twins) after the load
> (Load|Delta|Staging) of {table} (repeated|completed|run by hand)
> (Key|Type|Mapping) in the staging of {table} (corrected|widened)
> (Cube|Data mart) (processed|built) again for {date}
>~ (Watermark|Partition swap) of {table} reset
de Data Warehouse nicht geladen, {table} fehlt > Ladelauf für {table} wiederholt
fr Entrepôt non chargé, {table} manque > Chargement de {table} refait

export broken | import and export | 8 | 0
- (Cannot export|Cannot download) {report} (to Excel|as PDF|for {team}) (since {when}|any more)
- (Export|Download as Excel|PDF output|CSV file) of {report} (fails|is cut after {n} rows|is empty|has no header)
- {file} from {system} (cannot be opened|has the wrong columns|lacks {n} rows)
~ (Print preview|Spreadsheet) from {system} (loses|garbles) the last (page|column)
> (Export|Template|Writer) of {report} (corrected|fixed in {version}|replaced)
> (Row limit|Column list|Separator) of the export (raised|corrected|set)
> {file} (created|written) again for {team}
>~ (Streaming writer|Chunking) for {report} switched on
de Export von {report} bricht nach {n} Zeilen ab > Exportvorlage von {report} korrigiert
fr Export de {report} tronqué après {n} lignes > Modèle d'export de {report} corrigé

import rejected | import and export | 9 | 2
- (Nothing|Only half) of {file} (comes in|gets loaded|is in {system}) (since {when}|after {version})
- (Import|Upload|Loading) of {file} (is rejected|fails on line {n}|takes over nothing|stops with {code})
- ({n} rows|Some lines|All lines) of {file} (are skipped|end in the error list|are taken over twice)
~ (Template|Reader) for {file} (chokes|trips) on row {n}
> (File|{file}|Template) (corrected|cleaned|saved in the right form) and imported
> (Validation|Parser|Mapping) of the import (relaxed|fixed|extended) for {file}
> (Rejected rows|{n} lines) (loaded|imported) by hand
>~ (Dedupe key|Upsert) of the import changed
de Import von {file} wird abgelehnt > {file} bereinigt und importiert
fr Import de {file} rejeté à la ligne {n} > {file} nettoyé puis importé

slow report | reporting, performance | 8 | 0
- (Waiting|We wait|{team} waits) {n} minutes for {report} (each morning|in {site}|since {version}|with the year view)
- {report} (needs|takes|runs) {n} minutes (since {when}|at month end|for {team})
- (Opening|Refreshing|Filtering) {report} (takes for ever|runs into the limit|freezes {program})
~ (Tile|Sheet) in {report} (thinks|spins) for {n} minutes
> (Extract|Aggregate|Cache) for {report} (built|added|planned at night)
> (Detail page|Heavy column|Year filter) of {report} (removed|split off|set by default)
> {report} (runs on|moved to) (the replica|summary tables)
>~ (Pre-aggregation|Snapshot) behind {report} introduced
de {report} braucht {n} Minuten > Aggregat für {report} aufgebaut
fr {report} met {n} minutes à s'ouvrir > Agrégat créé pour {report}

shifted hours | date and time | 5 | 0
- (Times|Dates|Deadlines) in {system} are (one hour off|a day off|shifted) (for {site}|since the clock change|for {partner})
- (UTC|Local time|Summer time) (mixed up|shown|stored) in {table} (for {site}|in {component}|since {when})
~ (Midnight|Day boundary) in {report} falls on the (wrong|previous) day for {site}
> (Time zone|Offset|UTC conversion) of {component} (corrected|set to that of {site}|fixed in {class})
> (Zone data|tzdata) on {host} (updated|installed)
> (Dates|Times) in {table} (shifted|converted) by script
>~ (Instant|Zoned field) used in {class} now
de Zeiten in {system} um eine Stunde verschoben > Zeitzone von {component} korrigiert
fr Heures décalées dans {system} > Fuseau horaire de {component} corrigé
"""

WORKPLACE = """
broken laptop | hardware, laptops | 18 | 0
- ({device}|Laptop|Notebook of {person}) (does not start|stays black|shuts down by itself|makes a loud noise)
- (Battery|Keyboard|Fan|Hinge|Display) of {device} (is broken|does not work|lasts {n} minutes|is very hot)
- (Coffee|Water|A fall) and now {device} (is dead|does not react)
~ (Touchpad|Charging port) of {device} (is loose|gave up)
> (Battery|Mainboard|Keyboard|Fan|Display) of {device} (exchanged|replaced|renewed)
> (New laptop|Loan device|Replacement {device}) (handed out|given) to {person}
> {device} (sent in|collected|repaired) under warranty
>~ (Hinge|Charging board) of {device} swapped by the depot
de {device} startet nicht mehr > Akku von {device} getauscht
fr {device} ne démarre plus > Batterie de {device} remplacée

printer | printing | 22 | -3
- (Printer|The big copier|Label printer|PRN-{n}) in {site} (does not print|is offline|prints half pages|prints stripes)
- (Print jobs|Labels|Delivery notes) (stay in the queue|come out blank|come out on the wrong printer) (in {site}|since {when}|for {team})
- (Paper jam|Toner message|{code}) on (PRN-{n}|the printer of {team})
~ (Spool|Tray) of PRN-{n} (clogs|misfeeds) since {when}
> (Fuser|Roller|Toner|Drum) of PRN-{n} (replaced|changed|cleaned)
> (Print queue|Spooler|Printer object) on {host} (cleared|restarted|created again)
> (Driver|Tray setting|Paper size) of PRN-{n} (renewed|corrected)
>~ (Print server|Port monitor) {host} (migrated|re-pointed)
de Drucker PRN-{n} in {site} druckt nicht > Druckwarteschlange von PRN-{n} geleert
fr Imprimante PRN-{n} hors ligne à {site} > File d'impression PRN-{n} purgée

phone not enrolled | mobile devices | 14 | 2
- (iPhone|Android phone|Company phone|Tablet) of {person} (does not sync|cannot be enrolled|was lost|asks for a PIN)
- (App|Profile|Company app) on the (phone|tablet|iPad) of {person} (is missing|closes|cannot be installed)
- (SIM|eSIM|Roaming) of {person} (not active|locked|unknown) (abroad|since {when})
~ (Handheld|Rugged phone) of {team} (drops out of|refuses) management
> (Phone|Tablet|iPhone) of {person} (enrolled again|wiped|locked and wiped)
> (MDM profile|Company profile|Policy) (pushed again|removed and added|renewed)
> (SIM|eSIM) of {person} (activated|exchanged|unblocked)
>~ (Supervision|Work container) on the phone of {person} rebuilt
de Firmenhandy von {person} synchronisiert nicht > Profil auf dem Handy von {person} erneuert
fr Téléphone de {person} non synchronisé > Profil MDM réinstallé pour {person}

dock and screen | hardware, peripherals | 9 | 0
- (Docking station|Second monitor|Headset|Mouse|Webcam) of {person} (is not detected|flickers|stopped working)
- (Monitor|Screen) (stays dark|flickers|shows wrong colours) (on the dock|at desk {n}|after sleep)
~ (USB hub|Adapter) at desk {n} (feeds|passes) nothing
> (Dock|Monitor|Cable|Headset|Adapter) (exchanged|replaced) at (desk {n}|the desk of {person})
> (Firmware|Display mode) of the dock (updated|set)
> (USB port|Power saving) (changed|switched off) for the (dock|headset)
>~ (Daisy chain|Lane mode) at desk {n} rewired
de Dockingstation von {person} wird nicht erkannt > Dockingstation bei {person} getauscht
fr Station d'accueil de {person} non détectée > Station remplacée chez {person}

office add-in | office software | 14 | 0
- (Excel|Word|PowerPoint|Acrobat|{program}) (crashes|closes|hangs|shows {code}) (at start|when saving|with {file})
- (Add-in|Macro|Template|Plug-in) in (Excel|Word|{program}) (is missing|disabled|throws {code})
~ (Ribbon|Task pane) in {program} (is blank|flickers)
> ({program}|Office) (repaired|reinstalled|updated to {version}) on {device}
> (Add-in|Macro|Template) (enabled|registered again|deployed) for {person}
> (User profile|Local cache|Normal template) of {program} (renamed|cleared|rebuilt)
>~ (Hardware rendering|Safe mode flag) of {program} turned off
de {program} stürzt beim Speichern ab > {program} auf {device} repariert
fr {program} se ferme à l'enregistrement > {program} réparé sur {device}

licence missing | licences | 12 | 2
- {program} (asks for a licence|says unlicensed|runs out in {n} days|wants a key)
- (No free licence|Licence server|Subscription) for {program} (found|not reached|expired) (in {site}|for {person}|since {when})
~ (Seat|Entitlement) for {program} (refused|taken) in {team}
> (Licence|Subscription|Seat) of {program} (assigned to {person}|renewed|bought|activated)
> (Unused licences|{n} seats) (freed|taken back) for {team}
> (Licence server|Licence file) on {host} (restarted|exchanged)
>~ (Token pool|True-up) for {program} extended
de {program} verlangt eine Lizenz > Lizenz für {program} zugewiesen
fr {program} demande une licence > Licence de {program} attribuée

please install | software request | 18 | -2
- (Missing|Wanted) on {device}: {program} (for {person}|{version})
- (Please install|Could I get|Request:|We need) {program} (on {device}|for {person}|for {team}|version {version})
- (Order|Wish|Approval) for {program} (for {person}|from {team}|in {site})
- {program} is (not on|missing from|to be added to) {device} of {person}
~ (Rollout|Self-service item) of {program} to {team} (wanted|requested)
> {program} (installed|delivered|deployed|packaged) (on {device}|for {person}|for {team})
> (Request|Order) (approved|fulfilled), {program} (assigned|in the software shop)
> (Package|Installer) of {program} {version} (pushed|sent) to {device}
>~ {program} (offered|pinned) in the company portal
de Bitte {program} auf {device} installieren > {program} auf {device} installiert
fr Merci d'installer {program} sur {device} > {program} installé sur {device}
"""
