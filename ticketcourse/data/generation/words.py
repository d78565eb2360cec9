"""Word lists from which names and plain sentences are put together, the most frequent first."""


def words(block):
    """Split a block of text at its white space."""
    return tuple(block.split())


def entries(block):
    """Split a comma-separated block of text into its entries."""
    return tuple(" ".join(entry.split()) for entry in block.split(",") if entry.strip())


# First parts of names of classes, hosts and files, by area; the last list serves every area.
AREA_PARTS = {
    "network": words("Switch Route Tunnel Socket Packet Port Subnet Link Peer Uplink Frame Bridge"),
    "access": words(
        "Login Token Role Group Principal Realm Session Badge Grant Identity Directory"
    ),
    "mail": words("Mail Inbox Message Calendar Attendee Recipient Attachment Mime Folder Meeting"),
    "database": words("Query Table Column Cursor Transaction Row Schema Statement Lock Page Tuple"),
    "storage": words("Volume Block Snapshot Disk Chunk Archive Blob Quota Extent Mount Restore"),
    "server": words("Node Process Thread Heap Container Daemon Kernel Memory Probe Clock Metric"),
    "integration": words(
        "Queue Topic Event Gateway Endpoint Payload Adapter Channel Envelope Relay"
    ),
    "data": words("Report Batch Job Cube Load Extract Import Export Measure Trigger Schedule"),
    "workplace": words("Printer Device Spool Dock Driver License Package Profile Display Tablet"),
    "application": words("Order Form View Cart Price Invoice Search Widget Dialog Locale Setting"),
    "security": words("Certificate Cipher Signature Scan Threat Key Policy Trust Quarantine Audit"),
    "delivery": words("Build Test Release Artifact Module Plugin Pipeline Stage Branch Dependency"),
}
PARTS = words("""
    Data Record Task Service Client Server Resource Request Response Context Store Index Cache
    State Item Status Entry Account Customer Stock Parcel Ledger Asset Tenant Product Contract
    Shift Fleet Meter Claim Voucher Basket Address Contact Partner Supplier Delivery Route Tour
    Ticket Case Note Comment Approval Workflow Step Rule Condition Action Filter Sort Group Range
    Period Interval Date Time Zone Currency Amount Tax Discount Rate Balance Posting Journal
    Budget Forecast Plan Project Phase Milestone Resource Skill Team Site Plant Line Machine
    Sensor Signal Alarm Limit Threshold Sample Series Trend Chart Axis Legend Panel Tile Grid Cell
    Menu Button Field Label Icon Theme Style Font Image Thumbnail Media Video Audio Codec Buffer
    Stream Segment Region Shard Replica Leader Follower Quorum Lease Election Heartbeat Member
    Cluster Pool Bucket Slot Partition Offset Checkpoint Watermark Window Join Merge Split Scan
    Operator Planner Optimizer Parser Lexer Token Symbol Scope Frame Stack Registry Catalog Bundle
    Feature Toggle Option Argument Property Header Cookie Session Link Anchor Redirect Proxy
    Mirror Beacon Pulse Cargo Harbor Crane Dock Depot Pallet Rack Shelf Bin Lot Serial Barcode
    Scanner Weight Volume Label Customs Freight Carrier Vessel Flight Gate Seat Booking Guest
    Hotel Room Tariff Season Coupon Loyalty Survey Campaign Banner Newsletter Lead Offer Quote
    Tender Bid Auction Auctioneer Lottery Refund Return Warranty Repair Spare Manual Drawing Model
    Version Revision Variant Recipe Formula Mixture Sample Lab Probe Assay Dose Patient Ward
    """)
SUFFIXES = words("""
    Service Manager Handler Factory Builder Reader Writer Util Impl Client Controller Processor
    Provider Listener Task Context Resolver Validator Converter Loader Registry Scheduler Helper
    Store Monitor Dispatcher Executor Iterator Operator Config Mapper Adapter Filter Parser Pool
    Cache Session Worker Wrapper Proxy Bean Dao Repository Serializer Encoder Decoder Tracker
    Collector Publisher Subscriber Watcher Supplier Sink Source Driver Engine Planner Visitor
    """)
METHODS = words("""
    run call get invoke process execute handle doFilter read write apply accept load save init
    start close open parse next submit dispatch receive send create update delete find resolve
    validate commit flush poll fetch render convert merge visit lookup register connect acquire
    release retry complete check build copy transform serialize decode encode append scan seek
    """)
EXCEPTIONS = words("""
    NullPointerException IOException IllegalStateException TimeoutException RuntimeException
    IllegalArgumentException SQLException ConnectException KeyError ValueError TypeError
    ClassCastException SocketException AttributeError AccessDeniedException ParseException
    UnsupportedOperationException IndexError NumberFormatException InterruptedException
    RemoteException FileNotFoundException AssertionError EOFException OSError
    """)
NOUNS = words("""
    problem log server user file service error change time job system page value list update data
    line version test process request version number customer order step field message screen
    node table report day week setting host name path network query button window mail thread
    database connection task attempt cause patch release folder case account restart result code
    morning machine colleague store option note search response load window record answer upgrade
    output check copy queue limit key memory cache cluster state start run device certificate disk
    port timeout address entry office sample figure template rule filter group plan item branch
    comment product owner input driver client site area batch script team contract evening lock
    password role backup session agent schedule trace index package plugin label license token
    margin ledger parcel voucher shelf badge gate cabinet warehouse invoice shipment ramp pallet
    ticket desk counter corridor basement roof cable socket plug rack lamp lift door key counter
    hypothesis assumption symptom suspicion behaviour pattern spike drop peak trend delay gap loop
    snapshot draft sketch diagram chart attachment screenshot recording summary minutes agenda
    vendor auditor trainee planner buyer driver nurse teacher chemist mechanic clerk cashier guard
    holiday weekend shift lunch inventory stocktake audit campaign season quarter migration pilot
    handover escalation approval deadline budget purchase lease tender refund discount bonus tariff
    thermostat conveyor forklift scale turnstile kiosk beamer projector whiteboard locker shredder
    paragraph footnote glossary appendix chapter caption heading bullet margin column footer banner
    """)
QUALITIES = words("""
    new old wrong large small empty current local long short open different early late full
    recent clean main normal usual remote separate external internal original similar strange
    unused hidden spare minor obvious previous temporary fresh shared stable quiet blank partial
    nightly monthly manual random dated lengthy
    faulty regional seasonal redundant legacy orphaned provisional unattended obsolete noisy
    sporadic intermittent reproducible harmless cosmetic tedious awkward verbose cryptic misleading
    """)
DEEDS = words("""
    checked opened tried compared read copied saved closed sent tested changed deleted moved
    searched printed noted counted installed removed repeated refreshed started reported
    exported reviewed traced measured renamed reopened disabled enabled archived sorted uploaded
    collected escalated unplugged scanned typed confirmed photographed summarised reassigned
    inspected highlighted bookmarked quoted forwarded drafted postponed scheduled rehearsed
    """)
PLACES = entries("""
    Leeds, building C, the Lyon office, Warehouse 2, the second floor, Hamburg, the Porto plant,
    head office, Brno, the service centre, Utrecht, the call centre, Aarhus, hall 4, the Turin lab,
    the harbour office, Cork, the training centre, Graz, the north gate, Bergen, hangar 1, Malaga,
    the archive, the Ghent depot, Tallinn, the showroom, Kosice, the print shop, Vilnius, gate 7""")
PEOPLE = words("""
    Maria Tom Priya Sven Ahmed Chloe Yuki Marek Ines Fatima Pieter Rosa Oleg Hannah Beatriz Jonas
    Nadia Luca Aisha Wei Petra Diego Freya Kofi Mina Anton Leila Bruno Elsa Omar Greta Ravi Carla
    Emil Sofia Hugo Tara Ivan Noor Felix Lena Musa Clara Joao Irina Samir Julia Kenji Alma Viktor
    Dalia Stefan Amara Nils Paula Yusuf Edith Marco Selma Arjun Wanda Tobias Naomi Boris""")
TEAMS = entries("""
    Finance, Sales, Purchasing, the night shift, Customer Care, Logistics, HR, the lab, Legal,
    Marketing, Production, Payroll, the project office, Quality, Field Service, Planning, Claims,
    the data team, Treasury, the web team, Procurement, Research, the front desk, Compliance""")
SYSTEMS = entries("""
    LedgerLine, Orchid, PayBridge, StockPilot, the HR portal, Kestrel, the intranet, ShiftPlan,
    DocuVault, the ticket portal, OrderDesk, Fenwick, TravelBook, Labtrack, QuoteMaker,
    the customer portal, ParcelMate, the wiki, Argos, ClaimCenter, the web shop, Fleetview,
    the booking system, CaseFlow, the invoicing tool, Meterhub, GateKeeper, SampleStore, Tourguide,
    Rentroll, CraneControl, BatchBoard, Pricelab, the till, SurveyNest, ColdChain, TaxMate""")
PROGRAMS = entries("""
    Excel, Acrobat, the CAD client, Outlook, Teams, the label designer, Word, the browser, Visio,
    the scanner software, SAP GUI, the LedgerLine client, Firefox, PowerPoint, the PDF editor,
    the statistics package, AutoSketch, the remote desktop, GanttDraw, the archive viewer""")
PARTNERS = entries("""
    the bank, the carrier, PayBridge, the customs portal, the supplier, the tax office,
    the marketplace, the payment provider, the freight exchange, the warehouse operator,
    the print house, the insurer, the energy supplier, the packaging plant, the rental firm""")
REPORTS = entries("""
    the sales report, the monthly closing, the stock list, the KPI overview, the aged debt list,
    the payroll summary, the delivery statistics, the cash forecast, the quality chart,
    the absence list, the energy report, the capacity plan, the returns list, the margin table""")
MOMENTS = entries("""
    this morning, yesterday, Monday, the weekend, the last update, last night, Tuesday afternoon,
    the patch day, a few days, the move, month end, Friday noon, the power cut, the holidays, today,
    the reorganisation, two weeks, the first of the month, the fire drill, the merger""")
DEVICES = entries("laptop, notebook, desktop, workstation, tablet, thin client, handheld, terminal")
ROOT_PATHS = words("""
    /var/log /opt /etc /srv/data /home /usr/local /mnt/share /data /tmp C:\\Temp D:\\Data
    C:\\ProgramData \\\\files\\projects /var/lib /backup /app""")
ENDINGS = words("xml csv log json txt properties pdf xlsx yml java py sql conf zip sh dat")
BRANCHES = words("main develop release hotfix trunk master")
