"""What goes wrong with databases, storage and servers: phrasings for symptoms and fixes.

``faults.py`` says how to read the tables.
"""

# One phrase is one line, however long.
# ruff: noqa: E501

DATABASE = """
deadlock | concurrency, database | 14 | 0
- (Deadlock|Lock wait timeout|Lock timeout|Blocked session) on {table} (in {component}|during {job}|since {when})
- (Updates|Inserts|Two writers) on {table} (wait for each other|hang for ever|block everybody)
- ({code}|ORA-00060|error 1205) when {team} saves (an order|two orders at once|in {table})
~ (Row latch|Exclusive hold) on {table} is (never given back|kept for {n} minutes)
> (Killed|Ended|Rolled back) the blocking session on {table}
> (Transactions|Order of updates|Lock scope) of {component} (made shorter|changed|made the same everywhere)
> (Row locks|Isolation level) for {table} (set|lowered)
>~ (Savepoint|Lock hint) added around {table}
de Sperre auf {table}, Buchungen hängen > Blockierende Sitzung auf {table} beendet
fr Verrou mortel sur {table} > Session bloquante arrêtée sur {table}

slow query | database, performance | 16 | 2
- (Query|Select|Statement|Search) on {table} (takes|runs|needs) {n} (seconds|minutes) (since {when}|instead of one)
- (List|Overview|Page) from {table} (loads for ever|runs into a timeout|got slower every day)
- (Full scan|Bad plan|Sort on disk) on {table} (seen in {component}|at month end|in the trace)
~ (Join|Cursor) over {table} (eats|burns) {ms} ms per row
> (Index|Hint|Partition) on {table} (added|rebuilt|dropped and created)
> (Statistics|Histogram) of {table} (were old, updated|gathered again|refreshed)
> (Plan|Statement) for {table} (fixed|rewritten), runs in {ms} ms
>~ (Covering key|Materialised view) for {table} (built|introduced)
de Abfrage auf {table} dauert Minuten > Index auf {table} ergänzt
fr Requête très lente sur {table} > Index ajouté sur {table}

replica behind | replication | 8 | 3
- (Replica|Standby|Secondary|Follower) {host} is (behind|{n} hours late|out of step) (since {when}|and grows worse|after the failover)
- (Rows|Orders|Changes) written on {host} (appear late|do not appear|are missing) on the (copy|second site|reader)
~ (Read copy|Mirror) on {host} (stalls|trails) at {commit}
> (Replica|Standby) {host} (rebuilt|seeded again|resynchronised)
> (Slot|Log shipping|Apply process) (started again|cleared) on {host}
> (Missing log|Broken event|Conflict row) (skipped|applied by hand) on {host}
>~ (Quorum|Sync mode) between the sites (changed|restored)
de Replikat {host} hinkt {n} Stunden hinterher > Replikat {host} neu aufgebaut
fr Réplique {host} en retard de {n} heures > Réplique {host} reconstruite

pool exhausted | capacity, database | 14 | 0
- (Connection pool|Pool|Data source) of {component} is (exhausted|empty|used up) (every afternoon|under load|since {when})
- (Cannot get a connection|Timeout waiting for a connection|Too many connections) in {component}, {code}
- {n} (idle|sleeping|open) (connections|sessions) from {host} (pile up|are never closed|stay for hours)
~ (Handles|Sockets) to the database of {system} (leak|run dry)
> (Pool size|Maximum sessions|Idle timeout) of {component} (raised|set to {n}|corrected)
> (Leak of connections|Unclosed statement) in {class} (closed|fixed with {version})
> (Idle sessions|Orphaned sessions) of {host} (ended|cut)
>~ (Pooler|Multiplexer) put before the database of {system}
de Keine freie Verbindung im Pool von {component} > Pool von {component} vergrößert
fr Plus de connexion libre dans {component} > Taille du pool de {component} augmentée

migration half done | database, deployment | 8 | 0
- (Column|Table|View|Constraint) (unknown|not found|missing) in {table} (after {version}|since the upgrade|in test)
- (Migration|Upgrade script|Change script) {n} (stopped|failed|ended halfway) on {table}
- {component} (does not start|refuses to start): (schema version|checksum of a script|expected column) does not fit
~ (DDL step|Alter step) {n} for {table} was (skipped|applied twice)
> (Migration|Missing script|Change script) (run by hand|applied again|repaired) on {table}
> (Column|View|Constraint) in {table} (added|recreated|renamed)
> (Version table|Checksum) of the schema (corrected|set)
>~ Backfill of {table} (finished|done), then the switch
de Spalte in {table} fehlt nach {version} > Migration auf {table} nachgeholt
fr Colonne absente de {table} après {version} > Migration rejouée sur {table}

corrupt block | database | 9 | -3
- (Checksum error|Corrupt page|Corrupt block|Bad page) in (the tablespace of {table}|file {n} of {host}|{table})
- (Instance|Database|Listener) on {host} (crashed|went down|does not mount) with {code}
- (Internal error|{code}|Assertion) in the engine when {table} is (read|scanned|dumped)
~ (Redo|Undo) segment on {host} (unreadable|damaged)
> (Instance|Database|Listener) on {host} (recovered|opened again|brought up)
> (Damaged page|Block|Tablespace) of {table} (repaired|restored from the log|relocated)
> (Consistency check|Vacuum) on {table} (run|finished), clean
>~ (Redo log|Control file) on {host} (cleared|recreated)
de Prüfsummenfehler in {table} > Instanz auf {host} wiederhergestellt
fr Bloc corrompu dans {table} > Instance {host} remise en service

wrong record | data correction | 24 | 0
- (Order|Invoice|Customer|Booking) {n} (has the wrong amount|is doubled|hangs in the wrong state|has no address) in {system}
- (Duplicates|Negative amounts|Orphaned rows|Empty names) in {table} (since {when}|after {job}|for {partner})
- (Please correct|Please delete|Please set back) (entry {n}|record {n}|the booking of {date}) in {system}
~ (Ledger line|Stock line) {n} (contradicts|does not match) {table}
> (Record|Rows|Entry {n}) in {table} (corrected|deleted|set back) (by script|by hand|after approval)
> {n} (duplicates|orphans|rows) (removed from|merged in|fixed in) {table}
> (Master data|Status) of {partner} (corrected|changed) in {system}
>~ (Reversal|Counter booking) for {n} posted in {table}
de Rechnung {n} in {system} mit falschem Betrag > Datensatz in {table} korrigiert
fr Facture {n} avec un montant faux dans {system} > Ligne corrigée dans {table}
"""

STORAGE = """
disk full | capacity, storage | 26 | 0
- (Disk|Volume|Filesystem|Partition) (of|on) {host} is (full|at {percent} %|almost full|out of space)
- (No space left on device|Write failed|Cannot write), {path} (on {host}|fills up|grows by {size} a day)
- (Threshold|Alert|Warning): {path} on {host} (has {size} left|at {percent} %|over the limit)
~ (Inodes|Blocks) under {path} (used up|all taken) on {host}
> (Old files|Dumps|Old logs|Temp files) under {path} (deleted|removed|moved away), {size} free
> (Volume|Disk|Partition) of {host} (extended|grown) by {size}
> (Clean-up job|Quota|Threshold) for {path} (set up|raised|adjusted)
>~ (Thin pool|Extent) behind {path} (reclaimed|trimmed)
de Platte auf {host} zu {percent} % voll > Volume auf {host} um {size} erweitert
fr Disque de {host} plein à {percent} % > Volume de {host} agrandi de {size}

backup failed | backup | 16 | 0
- (Backup|Nightly backup|Full backup|Saveset) of {host} (failed|ended with {code}|is red|did not run) (since {when}|twice|again)
- (Last good|Newest) (copy|saveset|run) of {host} is from {when}
- (Backup window|Tape|Media pool) (exceeded|full|not found) for {host}
~ (Retention chain|Incremental chain) of {host} is (broken|short of a link)
> (Backup|Saveset|Job) of {host} (repeated|started again|ran again), (successful|green)
> (Agent|Client) on {host} (updated|restarted), next run ok
> (Open files|Snapshot folder|Page file) (excluded|left out) on {host}
>~ (Synthetic full|New chain) for {host} (forced|begun)
de Sicherung von {host} fehlgeschlagen > Sicherung von {host} wiederholt
fr Sauvegarde de {host} en échec > Sauvegarde de {host} relancée

please restore | backup, restore | 8 | 0
- (Please restore|Please bring back|Need back) (file {file}|folder {path}|{table}|the mailbox folder) (of {when}|as of {date}|deleted on {date})
- ({file}|{path}|A whole folder) was (deleted|overwritten|moved) by (mistake|{person}|somebody in {team})
- (Old state|Version of {date}) of {file} (needed|wanted) by {team}
~ {person} (wiped|emptied) {path}, is there (a copy|anything left)
> ({file}|{path}|{table}|Folder) (restored|brought back|copied back) (from {when}|as of {date}|to {path})
> (Previous version|Shadow copy) of {file} (recovered|put back)
> {n} files (recovered for|given back to) {person}
>~ (Point-in-time clone|Mounted image) of {path} handed to {team}
de Bitte {file} von {when} wiederherstellen > {file} aus der Sicherung zurückgeholt
fr Merci de restaurer {file} de {when} > {file} restauré depuis la sauvegarde

share missing | file shares | 16 | -4
- (Drive S:|Drive P:|Network drive|Team share) (is gone|is not connected|has a red cross|is missing) (for {person}|in {site}|after sign-in)
- (Folder|Path) {path} (cannot be opened|is not found|opens for minutes) (in Explorer|from {site}|since {when})
- {file} (is locked by|is in use by|is read-only because of) {person} on the share
~ (Mapped letter|Mount) for {path} (vanishes|falls off) after sleep
> (Drive|Share|Mapping) for {team} (connected again|mapped again|published again)
> (Logon script|DFS link|Mount) for {path} (corrected|repaired|renewed)
> (Open handle|Lock) on {file} (closed|released) on {host}
>~ (Namespace target|Referral) for {path} (reordered|pruned)
de Netzlaufwerk fehlt bei {person} > Laufwerk für {team} neu verbunden
fr Lecteur réseau absent chez {person} > Partage de {team} reconnecté

failed disk | hardware, storage | 7 | 0
- (Disk {n}|Drive bay {n}|Spindle {n}) of {host} (is amber|failed|predicts failure)
- (RAID|Array|Shelf) on {host} (is degraded|rebuilds|lost a member) (since {when}|again)
- (SMART|Media|Parity) errors on {host} (grow|in the log|reported)
~ (Controller battery|Cache module) of the array on {host} is (dead|flat)
> (Disk|Drive|Module) {n} of {host} (exchanged|replaced|swapped), rebuild (runs|finished)
> (Array|RAID set) of {host} (rebuilt|back to normal|healthy again)
> (Hot spare|Spare) (used|added) in {host}
>~ (Backplane|Controller) of {host} exchanged under warranty
de Festplatte {n} in {host} defekt > Platte {n} in {host} ersetzt
fr Disque {n} défaillant dans {host} > Disque {n} remplacé dans {host}

slow volume | storage, performance | 7 | 3
- (I/O wait|Disk latency|Write latency) on {host} is (at {percent} %|{ms} ms|huge) (at night|during {job}|since {when})
- (Writes|Reads|Copies) to {path} (crawl|take {n} times as long|stall for seconds)
~ (Queue depth|Service time) of the volume under {path} (explodes|climbs)
> (Volume|LUN|Datastore) of {host} moved to (flash|faster disks|another pool)
> (Cache|Multipath|Queue depth) of the array (set|corrected|repaired) for {host}
> (Noisy neighbour|Scrub|Deduplication run) on the array (moved|stopped|limited)
>~ (Tiering|Read ahead) for {path} tuned
de Schreibzugriffe auf {path} extrem langsam > Volume von {host} auf Flash verschoben
fr Écritures très lentes sur {path} > Volume de {host} déplacé sur flash
"""

SERVER = """
memory leak | memory | 22 | 0
- (OutOfMemoryError|Out of memory|GC overhead limit|Heap space) in {component} (after {n} hours|every night|on {host})
- (Memory|Heap|Resident size) of {component} (grows|climbs) (to {size}|by {size} a day|until the killer comes)
- (Killed|Terminated|Swapping): {component} on {host} (used {size}|took all the RAM|ate the swap)
~ (Metaspace|Native memory) of {component} (swells|never shrinks)
> (Heap|Memory limit|RAM) of {component} (raised to {size}|doubled|raised)
> (Leak|Unbounded map|Retained list) in {class} (closed|fixed|removed) in {version}
> {host} (got {size} more|has more RAM now)
>~ (Arena|Buffer) of {component} (capped|pooled) at {size}
de {component} läuft aus dem Speicher > Speichergrenze von {component} auf {size} erhöht
fr {component} épuise la mémoire > Mémoire de {component} portée à {size}

hot processor | performance | 9 | 2
- (Fans|Cores) of {host} (run flat out|never rest) (since {when}|because of {component}|after {version})
- (CPU|Load|Processor) of {host} is at {percent} (percent|% for hours|% since {when})
- {component} (spins|burns all cores|uses {n} cores) (with nobody on it|at night|after {version})
~ (Run queue|Core time) of {host} is (through the roof|never idle)
> (Runaway process|Runaway thread|Busy loop) of {component} (ended|stopped|fixed)
> ({n} CPUs|More cores|More workers) (added to|given to) {host}
> (Regular expression|Polling interval|Scan) in {class} (made cheaper|changed)
>~ (Affinity|Governor) of {host} (pinned|set)
de Prozessor von {host} dauerhaft bei {percent} % > Endlosschleife in {component} beendet
fr Processeur de {host} à {percent} % en continu > Boucle arrêtée dans {component}

guest stuck | virtualisation | 8 | -2
- (VM|Guest|Virtual machine) {host} (does not power on|is frozen|is orphaned|lost its disk)
- (Migration|Snapshot|Clone) of {host} (stays at {percent} %|fails with {code}|never ends)
- (Hypervisor|Cluster node|ESX host) {host} (is not responding|in maintenance|disconnected) (since {when}|after the patch)
~ (Ballooning|Ready time) on {host} is (extreme|beyond sense)
> (VM|Guest) {host} (powered on|registered again|moved to another node)
> (Snapshot|Stale lock) of {host} (consolidated|removed|committed)
> (Guest tools|Hypervisor agent) on {host} (updated|restarted)
>~ (Affinity rule|Reservation) for {host} (lifted|set)
de Virtuelle Maschine {host} startet nicht > Gast {host} auf anderen Knoten verschoben
fr Machine virtuelle {host} figée > Invité {host} migré

pod restarts | containers, deployment | 14 | 4
- (Pod|Container|Replica set) of {component} (restarts|crashes|is evicted) (in a loop|{n} times an hour|since {when})
- (CrashLoopBackOff|ImagePullBackOff|OOMKilled|Pending) for {component} (in the cluster|on {host}|after {version})
- (Liveness probe|Readiness probe|Mount) of {component} (fails|times out)
~ (Init step|Sidecar) of {component} (hangs|exits {n})
> (Limit|Request|Probe) in the (manifest|chart|deployment file) of {component} (raised|corrected|relaxed)
> (Image|Tag|Pull secret) of {component} (pushed again|corrected|renewed)
> (Node {host}|Node pool) (drained|cordoned|replaced)
>~ (Taint|Quota) of the namespace (lifted|raised)
de Pod von {component} startet ständig neu > Grenzwert im Manifest von {component} angehoben
fr Le pod de {component} redémarre en boucle > Limite relevée dans le manifeste de {component}

patch trouble | patching | 10 | 0
- (Update|Patch|KB{n}|Kernel update) (fails|is stuck at {percent} %|rolls back) on {host}
- (After patch day|Since the update|Since the reboot) {host} (does not boot|hangs at start|shows {code})
- {n} (servers|machines|clients) (miss|are behind on|report) the updates of {when}
~ (Hotpatch|Cumulative update) on {host} (refused|half applied)
> (Update|Patch|KB{n}) (installed by hand|repeated|withdrawn) on {host}
> (Update store|Component store|Package cache) of {host} (cleaned|repaired)
> {host} (moved to the next|put into another) (patch ring|maintenance window)
>~ (Boot loader|Ramdisk) of {host} (rebuilt|renewed)
de Update hängt auf {host} bei {percent} % > Update auf {host} von Hand installiert
fr Mise à jour bloquée à {percent} % sur {host} > Correctif installé à la main sur {host}

service down | service restart | 38 | -2
- ({system}|{component}|The service on {host}) (does not respond|hangs|stopped|is not available) (since {when}|again|for everybody)
- (Page|Screen|Start page) of {system} (stays white|does not load|spins for ever)
- (Process|Daemon|Service) {component} (is dead|not running|in state stopped) on {host}
~ (Watchdog|Supervisor) gave up on {component} (on {host}|on {date})
> (Restarted|Recycled|Bounced|Started) ({component}|the service|{component} on {host}), (responds again|ok|works)
> {host} (rebooted|power cycled), {component} (is up|runs)
> (Hanging process|Stale pid file) of {component} (killed|removed), started (again|by hand)
>~ (Failover|Switchover) to {host}, {component} (serves again|is back)
de {system} antwortet nicht mehr > Dienst auf {host} neu gestartet
fr {system} ne répond plus > Service relancé sur {host}

clock skew | date and time | 4 | 0
- {host} (and|against) {host} (differ by {n} seconds|disagree on the time|show other minutes) (in the logs|since {when})
- (Clock|System time|Time) of {host} is (off by {n} minutes|{n} seconds ahead|wrong|drifting)
- (Tickets|Tokens|Logs) of {host} (come from the future|are rejected as too old|are in the wrong order)
~ {host} (drifts|jumps) by {ms} ms an hour
> (NTP|Chrony|Time service) on {host} (started|pointed to {host}|set up again)
> (Clock|Time source|Hardware clock) of {host} (corrected|changed|set)
> (Hypervisor time|Guest time) sync for {host} (switched off|corrected)
>~ (Stratum|Leap) setting on {host} repaired
de Uhr von {host} geht {n} Minuten falsch > Zeitdienst auf {host} eingerichtet
fr Horloge de {host} décalée de {n} minutes > Service de temps corrigé sur {host}

false alarm | monitoring | 16 | 0
- (Alert|Alarm|Check|Sensor) for {host} (is red but all is well|fires every night|flaps|came {n} times)
- (No alert|No mail|No page) (came|was sent) when {component} (went down|was red)
- (Dashboard|Graph|Metric) of {component} (is empty|shows nothing|stopped on {date})
~ (Probe|Exporter) on {host} (lies|reports {n} for all)
> (Threshold|Check|Sensor) for {host} (adjusted|corrected|replaced)
> (Agent|Exporter|Scrape target) on {host} (restarted|added|registered)
> (Recipient|Escalation|Silence) of the alert (corrected|ended|changed)
>~ (Heartbeat|Dead man switch) for {component} introduced
de Alarm für {host} obwohl alles läuft > Schwellwert für {host} angepasst
fr Alerte sur {host} alors que tout va bien > Seuil ajusté pour {host}

logs lost | logging | 7 | 0
- (Log|Log file|Journal) of {component} (is empty|grows to {size}|is not rotated|stopped on {date})
- (Entries|Events|Lines) of {host} (are missing|arrive late) in the (log search|central log|index of logs)
~ (Shipper|Forwarder) on {host} (drops|repeats) lines
> (Rotation|Log level|Appender) of {component} (set up|corrected|lowered)
> (Shipper|Log forwarder|Pipeline) on {host} (restarted|repaired)
> (Index|Stream|Retention) for the logs of {component} (created|raised)
>~ (Backpressure|Spool) of the forwarder on {host} relieved
de Protokoll von {component} wird nicht rotiert > Rotation für {component} eingerichtet
fr Journal de {component} jamais archivé > Rotation mise en place pour {component}
"""
