"""What displacement costs: python3 event_study.py [panel.csv]

Pay of the displaced in the years after their first displacement against the last date before it, less the change of
those never displaced over the same dates. Year 0 is the first date back at work within twelve months, year k the date
12 k months after displacement, of those who work then and have not been displaced again. "within" compares pay with
that of the never displaced of the same occupation and skill at either date, so that it leaves out what occupations
gain and lose and what changing them brings; "total" leaves it in. Effects are in logs: -0.288 is a quarter less.
"""
import array, bisect, csv, math, pathlib, sys

path = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent / "panel.csv"
LAST_YEAR = 12

number, skill = {}, []  # row of a person; log odds of skill by row


class Date:
    """All persons at one date, by row."""

    def __init__(self, label):
        self.months = {"W": 12 / 52, "Q": 3}.get(label[5], 1)  # since the date before: 2025-W01, 2025-Q1 or 2025-01
        self.pay = array.array("d")  # log wage, NaN without a job
        self.occupation, self.displaced = [], []
        self.never = []  # rows of those at work and not displaced so far, with whom others are compared
        self.curves = {}

    def works(self, row):
        return row < len(self.pay) and not math.isnan(self.pay[row])

    def usual(self, row):
        """Log wage that goes with a row's occupation and skill, None where nobody is near enough to tell.

        Those never displaced stand on a curve of log wage over skill, one an occupation. Between two of them it is
        straight in the log odds of skill, in which log pay is nearly linear, and it ends with the last of them. Since
        they stand on it, their own change against it is nothing, and there is nothing more to subtract.
        """
        if not self.curves:
            for r in sorted(self.never, key=skill.__getitem__):
                x, y, n = self.curves.setdefault(self.occupation[r], ([], [], []))
                if x and x[-1] == skill[r]:  # ranks are rounded: who shares one counts by the mean
                    n[-1] += 1
                    y[-1] += (self.pay[r] - y[-1]) / n[-1]
                else:
                    x.append(skill[r])
                    y.append(self.pay[r])
                    n.append(1)
        x, y, _ = self.curves.get(self.occupation[row], ((), (), ()))
        if len(x) < 2 or not x[0] <= skill[row] <= x[-1]:
            return None
        i = min(bisect.bisect_right(x, skill[row]), len(x) - 1)
        return y[i - 1] + (y[i] - y[i - 1]) * (skill[row] - x[i - 1]) / (x[i] - x[i - 1])


def dates():
    """The panel date by date, as it is ordered: a file of millions of rows need not be kept."""
    with open(path, newline="") as file:
        rows = csv.reader(file)
        place = {name: i for i, name in enumerate(next(rows))}
        columns = "date", "person", "state", "occupation", "wage", "displaced", "skill"
        when, who, state, occupation, wage, displaced, rank = (place[name] for name in columns)
        label, now = None, None
        for row in rows:
            if row[when] != label:
                if now:
                    yield now
                label, now = row[when], Date(row[when])
            r = number.setdefault(row[who], len(number))
            if r == len(skill):  # skill is a person's for good
                u = float(row[rank])
                skill.append(math.log(u / (1 - u)))
            while len(now.pay) <= r:
                now.pay.append(math.nan)
                now.occupation.append("")
                now.displaced.append(-1.0)
            pay, since = float(row[wage]), float(row[displaced])
            now.occupation[r], now.displaced[r] = row[occupation], since
            if row[state] == "employed" and pay > 0:
                now.pay[r] = math.log(pay)
                if since < 0:
                    now.never.append(r)
        if now:
            yield now


def usual_change(before, now):
    """Mean change of log wage of those never displaced until now who work at both dates."""
    changes = [now.pay[r] - before.pay[r] for r in now.never if before.works(r)]
    return math.fsum(changes) / len(changes) if changes else None


history = []  # all dates; of those before the last only pay is kept
displaced = {}  # by row: number of the date before displacement, pay over the usual then, next year to look at
found = [[] for _ in range(LAST_YEAR + 1)]  # by year: effects on persons, total and within

for now in dates():
    last = history[-1] if history else None
    history.append(now)
    changes = {}  # of the never displaced, by the number of the date before
    for r, since in enumerate(now.displaced):
        if since < 0 or not last or r >= len(last.pay):
            continue
        if last.displaced[r] < 0:
            usual = last.usual(r) if last.works(r) else None
            if usual is not None:
                displaced[r] = len(history) - 2, last.pay[r] - usual, 0
        elif since < last.displaced[r] + now.months - 1e-6:  # again
            displaced.pop(r, None)
        if r not in displaced:
            continue
        before, over, due = displaced[r]
        year = math.floor(since / 12 + 1e-9)  # of weeks, twelve months are only nearly twelve
        if year < due or year > LAST_YEAR or (year == 0 and not now.works(r)):
            continue
        displaced[r] = before, over, year + 1
        usual = now.usual(r) if now.works(r) else None
        if usual is None:
            continue
        if before not in changes:
            changes[before] = usual_change(history[before], now)
        if changes[before] is not None:
            total = now.pay[r] - history[before].pay[r] - changes[before]
            found[year].append((total, now.pay[r] - usual - over))
    if last:
        last.occupation = last.displaced = last.never = last.curves = None


def mean(values):
    """Mean and standard error over persons. What they are compared with counts as known: the never displaced are many."""
    n = len(values)
    m = math.fsum(values) / n if n else math.nan
    return m, math.sqrt(math.fsum((v - m) ** 2 for v in values) / (n - 1) / n) if n > 1 else math.nan


def show(number):
    return "NA" if math.isnan(number) else "%.6f" % number


print("%5s %8s %10s %10s %10s %10s" % ("years", "n", "total", "s.e.", "within", "s.e."))
for year, effects in enumerate(found):
    numbers = mean([total for total, _ in effects]) + mean([within for _, within in effects])
    print("%5d %8d %10s %10s %10s %10s" % (year, len(effects), *map(show, numbers)))
