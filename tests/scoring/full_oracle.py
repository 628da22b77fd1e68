"""The oracle at its full size, by hand: ``python -m tests.scoring.full_oracle``.

20,000 drawn applicants of each shipped scheme, and 200 drawn schemes of 200 applicants each.
"""

from __future__ import annotations

import random
from collections import Counter

from clusterlib.rule_files.scheme_limits import limits_of
from clusterlib.rule_files.scheme_yaml import read_scheme, scheme_file
from tests.scoring.drawn_schemes import random_scheme
from tests.scoring.test_schemes import DAY, FURNITURE, SHIPPED, agree


def main() -> None:
    """Compare, and print how many verdicts of each kind agreed."""
    for name in SHIPPED:
        scheme = read_scheme(scheme_file(name), DAY)
        limits = limits_of(scheme, FURNITURE, DAY)
        print(name, dict(agree(scheme, limits, 20_000, random.Random(f"{name} in full"))))
    source, seen = random.Random(2014), Counter()
    for _ in range(200):
        seen += agree(random_scheme(source), {}, 200, source)
    print("200 drawn schemes", dict(seen))


if __name__ == "__main__":
    main()
