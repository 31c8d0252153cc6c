"""What figures mean: each measure's formula over counts that can be added, and nothing of where counts come from. Pure.

Read ``counts`` (what is counted; ``+`` is the only way to take spans or queues together), ``histogram`` (how long waits
were), ``limits`` (in time, short), then ``formulas`` (the one table of all measures, made of ``parts``) and ``figures``
(formula + counts → figure with its parts). Beside them: ``erlang`` (how many agents are needed), ``adherence``, ``fcr``
(first-contact resolution by its proxy), ``ewt`` (expected wait), ``board`` (what rules and walls measure of the board).

Attribution, everywhere: a visit belongs to the interval in which it entered its queue, with all that came of it;
agents' time is cut at the borders of intervals; visits that still wait are counted apart and are in no share.

Not here: questions to the database and tables of figures (``shared.reports``).
"""

from shared.domain.measures.board import Measure as Measure
from shared.domain.measures.board import QueueSums as QueueSums
from shared.domain.measures.counts import AdherenceCounts as AdherenceCounts
from shared.domain.measures.counts import AgentCounts as AgentCounts
from shared.domain.measures.counts import CallCounts as CallCounts
from shared.domain.measures.counts import ContactCounts as ContactCounts
from shared.domain.measures.counts import CostCounts as CostCounts
from shared.domain.measures.counts import Counts as Counts
from shared.domain.measures.counts import VisitCounts as VisitCounts
from shared.domain.measures.figures import Figure as Figure
from shared.domain.measures.figures import evaluate as evaluate
from shared.domain.measures.figures import variants as variants
from shared.domain.measures.formulas import FORMULAS as FORMULAS
from shared.domain.measures.formulas import Formula as Formula
from shared.domain.measures.formulas import MeasureName as MeasureName
from shared.domain.measures.histogram import Histogram as Histogram
from shared.domain.measures.limits import Limits as Limits
