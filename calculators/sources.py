"""The published sources that defaults rest on, each written once.

Most are vendors or self-selected surveys: a figure taken from them means "they say so", not "it is so".
"""

from calculators.assumption import Source

GARTNER_2019 = Source("Gartner, live contact $8.01 and self-service $0.10", 2019)
OBLINGER = Source("Oblinger, worked example of a support community (Vanilla), $35 a case")
SERVICE_XRG = Source("ServiceXRG, cost to close a case and share of self-help in technology companies", 2018)
METRIC_NET = Source("MetricNet, cost per ticket of North American service desks", 2016)
KHOROS = Source("Khoros, worked example of call deflection, 2.5 % of visits")
MANCHANDA = Source(
    "Manchanda, Packard, Pattabhiramaiah, Social Dollars, Marketing Science 34(3); "
    "low end: Algesheimer et al., Marketing Science 29(4), 2010, a field experiment",
    2015,
)
GAINSIGHT = Source("Gainsight, retention of community members, +3 points, correlational", 2023)
KUMAR = Source("Kumar, Petersen, Leone, How Valuable Is Word of Mouth?, Harvard Business Review", 2007)
SCHMITT = Source(
    "Schmitt, Skiera, Van den Bulte, Referral Programs and Customer Value, Journal of Marketing 75(1); "
    "against it Wolters and Gedenk, 2019",
    2011,
)
IMPLISIT = Source("Implisit, conversion of leads by source, about 500 US firms")
FOCUS_GROUPS = Source("Price lists of focus-group agencies: two-group study $4k to $12k, three cities $16.6k")
BOUSHEY = Source(
    "Boushey and Glynn, There Are Significant Business Costs to Replacing Employees, 27 studies", 2012
)
MCKINSEY = Source("McKinsey Global Institute, The Social Economy, a projection of up to 35 %", 2012)
NIELSEN = Source(
    "Nielsen, Participation Inequality (90-9-1), and an enterprise network of 130,000 with 97 % silent in a month",
    2006,
)
GARDEN = Source(
    "Gainsight, community maturity by stage; Leader Networks 2017: over half of those gaining $1M are 5 years old",
    2017,
)
THE_CR = Source(
    "The Community Roundtable, salaries of community staff (n = 362), before inflation and 25-35 % on top",
    2015,
)
WORLD_BANK = Source("World Bank, benchmarks of community platforms, $2k to $500k a year", 2013)
SERVICE_XRG_LEDGER = Source("ServiceXRG: savings are seldom reflected in the ledger; the numbers are a guess")
CMX = Source("CMX, Community Industry Report", 2022)
CAPABILITY_TRAP = Source("Repenning & Sterman, the capability trap: structure; no published parameters", 2001)
