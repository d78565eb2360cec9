"""The open stock of names, numbers and side remarks that generated tickets draw from.

A template names a slot in braces; ``{system}`` draws from ``SLOTS["system"]``. A ``#`` becomes a
random digit, which keeps the stock of versions, codes and hosts open.
"""


def lines(block):
    """Split a block of text into its lines that are not empty."""
    return tuple(line.strip() for line in block.splitlines() if line.strip())


def words(block):
    """Split a comma-separated block of text into its entries."""
    return tuple(" ".join(entry.split()) for entry in block.split(",") if entry.strip())


SLOTS = {
    "system": words("""
        Ledgerline, Orchid CRM, PayBridge, StockPilot, the HR portal, Kestrel, the intranet,
        ShiftPlan, DocuVault, the ticket portal, OrderDesk, Fenwick Billing, TravelBook, LabTrack,
        the customer portal, QuoteMaker, Parcelmate, the wiki, Argos Planning, ClaimCenter,
        the web shop, FleetView, the booking system, CaseFlow, the invoicing tool, MeterHub"""),
    "component": words("""
        the import service, the scheduler, the search index, the login module, the report engine,
        the message queue, the API gateway, the cache, the worker process, the app server,
        the PDF renderer, the connector, the session store, the sync agent, the job runner"""),
    "host": words("""
        srv-app-##, fra-db-0#, lon-web-1#, mun-file-0#, node-##, vm-erp-0#, pr-bkp-0#, k8s-work-##,
        APPSRV##, DBPROD0#, ny-prx-0#, tst-app-##"""),
    "table": words("orders, invoices, customers, bookings, audit_log, stock_moves, payments"),
    "site": words("""
        Leeds, building C, the Lyon office, Warehouse 2, the second floor, Hamburg, the Porto plant,
        head office, Brno, the service centre, room #.1#, Utrecht, the call centre"""),
    "person": words("""
        Maria, Tom, J. Okafor, Priya, Sven, Mrs Lindqvist, Ahmed, Chloe, D. Novak, Yuki, Marek,
        Ines, Mr Doyle, Fatima, Pieter, Rosa, L. Brandt, Oleg, Hannah, Beatriz, Jonas, Nadia"""),
    "team": words("""
        Finance, Sales, Purchasing, the night shift, Customer Care, Logistics, HR, the lab, Legal,
        Marketing, Production, Payroll, the project office, Quality, Field Service"""),
    "when": words("""
        this morning, yesterday, Monday, the weekend, about 9:#5, the last update, last night,
        1#:30 today, Tuesday afternoon, the patch day, a few days, the move, month end, 0#:45"""),
    "version": words("#.#, #.#.#, 20##.#, ##.#.#, v#.##, build ####, #.#.#-rc#, R#"),
    "code": words("""
        E-4###, error ##1#, 0x8007####, 0x800####5, NullPointerException, TimeoutException, code 5#,
        HTTP 500, HTTP 50#, SYS-####, IllegalStateException, ERR_UNKNOWN, exit code 1, LGR-2###,
        Error 1###, KeyError, status 4##, AppCrash 0x####, ConnectionResetError, W-####"""),
    "ticket": words("INC00####, INC1####, #####, REQ-####, CHG00###, PRB###"),
    "printer": words("PRN-##, the label printer, HP-3#, the big copier, the printer in {site}"),
    "device": words("""
        laptop, notebook LT-####, desktop PC, workstation, docking station, tablet, ThinStation #,
        computer, PC-####"""),
    "mobile": words("iPhone, company phone, Android phone, work mobile, tablet, smartphone"),
    "share": words(r"""
        the team share, drive S:, drive P:, \\files\projects, the scan folder, DocuVault, the
        archive, the project folder, the {team} folder, the SharePoint site"""),
    "program": words("""
        Excel, Acrobat, the CAD client, Outlook, Teams, the label designer, Word, the browser,
        Visio, the scanner software, SAP GUI, the Ledgerline client, the VPN client, PowerPoint"""),
    "job": words("""
        NIGHTLY_LOAD, the invoice run, JOB-###, the payroll export, the stock sync, EOD_CLOSE,
        the data warehouse load, archive_orders, the price import, the dunning run, IMPORT_##"""),
    "partner": words("""
        the bank, the carrier, PayBridge, the customs portal, the supplier EDI, the tax office,
        the marketplace, the payment provider, the CRM, the warehouse robot"""),
    "report": words("""
        the sales report, the monthly closing, the stock list, dashboard ##, the KPI overview,
        the aged debt list, the payroll summary, report R-1##, the delivery statistics"""),
    "n": words("2, 3, 5, 12, 20, 40, #0, ##, several, all, some"),
    "percent": words("95, 98, 99, 100, 9#"),
    "size": words("2 GB, 8 GB, 16 GB, #0 GB, ### MB, # TB"),
}

# Remarks that name another area or another fix without being about it: they must not sway a label.
DESCRIPTION_REMARKS = lines("""
    I already restarted my {device}, no change.
    VPN is connected and works fine.
    Mail is not affected.
    The network team says the network is ok.
    Password was changed last week but that worked.
    Printing works, by the way.
    Ticket {ticket} was about the database, I think this is something else.
    My colleague {person} does not have this problem.
    It worked in version {version}.
    We did not change any configuration.
    There is enough disk space, I checked.
    The certificate is still valid according to the browser.
    It is not slow, it just does not work.
    Same on my {mobile} and on the {device}.
    Please call me on my phone, I am in {site}.
    This is blocking {team}.
    Please do not close this like {ticket}.
    Not sure whether this is related to the backup on {when}.
    The report for {team} is due today.
    Happened on {host} according to the log.
    I have the permission for it, {person} checked.
    Tried a different {device} and a different browser.
    No security warning was shown.
    Screenshot is attached.
    Not urgent.
    It is urgent!
    Hope this is the right queue.
    Started {when}.
    User: {person}, {team}.
""")
RESOLUTION_REMARKS = lines("""
    Restarting {component} did not help.
    First suspected the network, but that was fine.
    Checked disk space, ok.
    Certificate is valid until 20##, not the cause.
    Permissions were correct.
    Logs from {host} are attached to {ticket}.
    Not a bug in {version}.
    Configuration was compared with {host}, no difference there.
    {person} from {team} confirmed.
    User confirmed that it works.
    Tested with {person}, ok.
    Monitoring since {when} without a finding.
    Rollback of {version} was not needed.
    The database was not involved.
    No data was lost.
    Memory and CPU were normal.
    Vendor case was not needed.
    Took longer because {person} was on leave.
    Closed after no answer for 5 days.
    Ticket can be closed.
    Knowledge article updated.
    See also {ticket}.
""")
OPENINGS = lines("""
    Hi,
    Hello team,
    Good morning,
    Dear service desk,
    Hello,
    hi all
    To whom it may concern,
    FW: problem
    [{system}]
    Urgent:
    {site}:
""")
CLOSINGS = lines("""
    Thanks
    Thank you, {person}
    Regards {person}
    Best regards
    Please help.
    Can you have a look?
    thx
    {person}, {team}
    Kind regards, {person}
""")

# Another symptom or fix is told, and waved aside: {told} is a whole phrase of SYMPTOMS or FIXES.
OTHER_SYMPTOMS = lines("""
    {told} - that was {ticket}, it is solved.
    Last week: {told}. This is different.
    Not the same as {ticket} ({told})
    {person} has another problem: {told}
    We had "{told}" before the move, not any more.
    Earlier message "{told}" is gone.
    My ticket {ticket} ({told}) is still open, that is another matter.
    No relation to {ticket}: {told}
    {person} asked whether this comes from "{told}". No.
    {told}? No, that works since {when}.
""")
OTHER_FIXES = lines("""
    {told}, did not help.
    First attempt: {told}. No effect.
    {told} - problem came back.
    1st level: {told}, without success.
    Tried: {told}. Same result.
    {told}: that was not the cause.
    {person} proposed: {told}. Not necessary.
    {told} (for {ticket}, not for this one)
    Before: {told}, no change.
    {told} had no effect, undone.
    Planned for next month: {told}
    Unlike {ticket} ({told}) the cause was another:
""")
