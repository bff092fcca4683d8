"""The hard words of the pages, each with what it means in an office."""

from collections.abc import Mapping

from domain.kernel.errors import N_

# By the key that pages ask for: the word, and its meaning in a sentence or two.
TERMS: Mapping[str, tuple[str, str]] = {
    "paraf": (
        N_("Paraf"),
        N_("The initial that an official puts on a paper before the signature: I have read it, and it may go on."),
    ),
    "route": (
        N_("Route"),
        N_("The order in which a paper is read and signed: first those who put their paraf, then those who sign."),
    ),
    "part": (
        N_("Part"),
        N_("What is signed on its own within one paper, such as part A by the Chair and part B by the Secretary."),
    ),
    "void": (
        N_("Void"),
        N_(
            "A paraf or a signature holds for exactly the text that was read. "
            "If the text changes, it no longer counts."
        ),
    ),
    "capacity": (
        N_("Plt., Plh. and Pj."),
        N_(
            "Plt. leads a position that is vacant, Plh. one whose holder is away for some days; both act by a letter "
            "of appointment. Pj. is appointed until there is a definitive holder. "
            "The short form is printed before the position."
        ),
    ),
    "duty": (
        N_("Role"),
        N_("What somebody may do in paraf. A position is what is printed; a role is what opens pages and buttons."),
    ),
    "direction": (
        N_("Polarity"),
        N_(
            "Whether more is better (participation), less is better (complaints), or a range is right. "
            "It decides which formula applies; paraf calls it the direction."
        ),
    ),
    "formula": (
        N_("Formula"),
        N_("How achievement comes of target (T) and realisation (R): R / T x 100 where higher is better."),
    ),
    "cap": (
        N_("Cap and floor"),
        N_(
            "The highest and the lowest achievement that counts, such as 120 and 0 per cent, so that one row does not "
            "hide all the others in an average."
        ),
    ),
    "aggregation": (
        N_("Over the quarters"),
        N_("What the year comes to of four quarters: their sum, the last known value, the average or the highest."),
    ),
    "scale": (
        N_("Ordered scale"),
        N_("Values that are better or worse but no numbers, such as AA, A, BB, B: each has its worth in the formula."),
    ),
    "realisation": (
        N_("Realisation"),
        N_("What was really reached in a quarter, as its owner fills it in, with evidence."),
    ),
    "achievement": (
        N_("Achievement"),
        N_("Realisation against target, in per cent. It is computed and never typed."),
    ),
    "absorption": (
        N_("Absorption"),
        N_("What was spent of the budget, in per cent."),
    ),
    "quadrant": (
        N_("Quadrant"),
        N_("Achievement beside absorption: reached with little money, reached as planned, costly, or behind in both."),
    ),
    "owner": (
        N_("Owner (PIC)"),
        N_("Who answers for an indicator: writes its steps, fills in its realisation each quarter, adds the evidence."),
    ),
    "window": (
        N_("Filing window"),
        N_("The days after a quarter in which its realisation is filled in. A person can extend it, on record."),
    ),
    "verify": (
        N_("Verify"),
        N_("The planning section checks a row against its evidence, and passes it or returns it with a reason."),
    ),
    "waive": (
        N_("Waive"),
        N_("The quarter goes on without the figure of a row, and says why."),
    ),
    "action": (
        N_("Action plan"),
        N_("How each indicator of a signed plan is measured, by whom, in which quarter and by which steps."),
    ),
    "support": (
        N_("Answers to"),
        N_(
            "The row of a higher plan that an indicator contributes to; "
            "together these links make the tree of performance."
        ),
    ),
    "version": (
        N_("Text version"),
        N_(
            "A number that grows with each change of a text. "
            "Whoever signs signs one version, never the text in general."
        ),
    ),
    "digest": (
        N_("Digest"),
        N_("A short fingerprint of a text or a file: if one letter changes, it is another. It proves what was signed."),
    ),
    "log": (
        N_("Log"),
        N_("Every act of the office in order, each tied to the one before: nothing in it can be changed unseen."),
    ),
}  # fmt: skip
