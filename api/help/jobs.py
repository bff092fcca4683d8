"""The jobs that people do in paraf, each in a few steps: what help shows page by page, and a tour in a line."""

from dataclasses import dataclass

from domain.kernel.actor import Role
from domain.kernel.errors import N_


@dataclass(frozen=True)
class Job:
    """One job: who does it, what it is in a sentence, its steps, and the words that it needs.

    `where` is the page it begins on: the desk, or a page of the office (`{office}`).
    """

    key: str
    roles: tuple[Role, ...]
    title: str
    summary: str
    steps: tuple[str, ...]
    terms: tuple[str, ...] = ()
    where: str = "/"


JOBS = (
    Job(
        "write", (Role.DRAFTER,), N_("Write a plan"),
        N_("Goals, indicators, targets and money are typed in place, and every figure is read back in words."),
        (
            N_("Open the plans and begin one: from last year's, from a file, or empty."),
            N_("Type as you do in a spreadsheet. A figure with two readings shows both; press the one you mean."),
            N_("What you type is kept while you type. Save when a piece is done: each save is a version."),
            N_("Press “Check and send”. Questions and open comments come first, each with a link to its row."),
        ),
        ("version", "part"), "{office}/plans",
    ),
    Job(
        "review", (Role.SECRETARY, Role.CHAIR), N_("Review and put your paraf"),
        N_("You see first what changed since you last looked, then the whole."),
        (
            N_("On your desk, press the button of the paper that waits for you."),
            N_("Read the changes: what was is struck out, what is now is underlined."),
            N_("Tap a row to comment on it. If something has to change, return the plan with a reason."),
            N_("If it may go on, put your paraf. The page after it says who is next."),
        ),
        ("paraf", "route", "void"),
    ),
    Job(
        "sign", (Role.SECRETARY, Role.CHAIR), N_("Sign"),
        N_("You sign exactly the document that you see, on a phone as well as on a computer."),
        (
            N_("Open the paper from your desk or from the mail. It opens where your signature falls."),
            N_("Read it, page by page or as text. One sentence says what signing means."),
            N_("Press the button and confirm. The proof says what was recorded and what happens next."),
        ),
        ("part", "void", "digest"),
    ),
    Job(
        "action", (Role.PLANNER, Role.DRAFTER), N_("Write the action plan"),
        N_("For each indicator: how it is measured, what each quarter aims at, who answers for it, by which steps."),
        (
            N_("Open the signed plan and begin its action plan."),
            N_("paraf proposes how each indicator is measured, and says why. Tick what is right."),
            N_("Fill in targets of the quarters and owners; owners write their own steps."),
            N_("When every row is complete, send it on its route."),
        ),
        ("action", "direction", "formula", "aggregation", "cap"), "{office}/plans",
    ),
    Job(
        "file", (Role.OWNER,), N_("Fill in a quarter"),
        N_("All rows that you owe stand on one page, with the target and the quarter before beside them."),
        (
            N_("On your desk, press “Fill in” at the quarter."),
            N_("Type the realisation. What it comes to is said beside it before anything is sent."),
            N_("Below the target, say why. Add files of evidence: drop them on the row, or choose them."),
            N_("Record. What is right is recorded at once; what is not stays as you typed it, with the reason."),
        ),
        ("realisation", "achievement", "window", "owner"),
    ),
    Job(
        "verify", (Role.PLANNER,), N_("Check what was filled in"),
        N_("Row by row or many at once, with figure, evidence and how the figure comes about."),
        (
            N_("On your desk, press the quarter that has rows to check."),
            N_("Look at the figure and open its evidence. Verify it, or return it with a reason."),
            N_("Rows against which nothing stands can be verified together."),
            N_("When all rows are verified or waived, the quarter waits for the signature."),
        ),
        ("verify", "waive", "realisation"),
    ),
    Job(
        "year", (Role.CHAIR, Role.SECRETARY, Role.PLANNER), N_("Read the year"),
        N_("What has not reached its target comes first, with the gap, the cause and who answers for it."),
        (
            N_("Open the plan of the year, then the year so far."),
            N_("Press a figure: it says how it comes about, with its evidence and its history."),
            N_("Below stand goals by quarter, and money against what it bought."),
            N_("“Documents of the year” has it as PDF, workbook and CSV."),
        ),
        ("achievement", "absorption", "quadrant"), "{office}/plans",
    ),
    Job(
        "history", (Role.AUDITOR,), N_("See how a figure came to be"),
        N_("Every change is one sentence, and beside it the plan at that moment."),
        (
            N_("Open a plan, then its history. Filter by person, row or kind."),
            N_("Press a cell of the plan to see its own history alone."),
            N_("Compare two versions: only what differs is shown."),
            N_("Download the log and check it elsewhere: the page says with which command."),
        ),
        ("log", "digest", "version"), "{office}/plans",
    ),
    Job(
        "official", (Role.ADMINISTRATOR,), N_("Add an official"),
        N_("Name, position, decree, role and account in one form."),
        (
            N_("Open the people of the office and press “New official”."),
            N_("Type the name as it is printed, the position without Plt. or Plh., and the decree."),
            N_("Choose the role, and leave the account ticked."),
            N_("Copy the link and hand it to that person alone: with it they choose their password."),
        ),
        ("capacity", "duty"), "{office}/people",
    ),
    Job(
        "office", (Role.ADMINISTRATOR,), N_("Set an office up"),
        N_("The page of the office lists what is done and what is missing, each with where to do it."),
        (
            N_("Open the page of the office. The list on top says what comes next."),
            N_("Add the officials, then name the positions that the routes ask for."),
            N_("Look at the routes, and set when steps are due and how indicators are measured."),
            N_("A drafter begins the first plan. Then the list folds away."),
        ),
        ("route", "cap", "scale", "window"), "{office}",
    ),
)  # fmt: skip
