"""How those fared whose occupations coworkers can do: python3 exposure.py [panel.csv]

Least squares over persons of two changes between the first and the last year's end (or the first and the last date) on
the exposure of the occupation they had at first, with an intercept: of log wage, of those employed at both dates, and of
employment (1 with a job, 0 without), of those in the labour force at the first. Standard errors allow for unequal
variances (HC1). A slope is the change at exposure 1 less that at exposure 0.
"""
import csv, math, pathlib, sys

path = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent / "panel.csv"


def dates():
    """The panel date by date, as it is ordered, so that two dates are kept and not all."""
    with open(path, newline="") as file:
        rows = csv.reader(file)
        place = {name: i for i, name in enumerate(next(rows))}
        when, who, state, wage, exposure = (place[name] for name in ("date", "person", "state", "wage", "exposure"))
        label, persons = None, {}
        for row in rows:
            if row[when] != label:
                if persons:
                    yield label, persons
                label, persons = row[when], {}
            persons[row[who]] = row[state], row[wage], row[exposure]
        if persons:
            yield label, persons


def ends():
    """The first and the last December (or last week or quarter of a year); where there are no two, the first and last date."""
    every, december = [], []
    for date in dates():
        every[1:] = [date]
        if date[0].endswith(("-12", "-W52", "-Q4")):
            december[1:] = [date]
    return december if len(december) == 2 else every


def regress(points):
    """Slope, its standard error, and the number of points (exposure, change)."""
    n = len(points)
    nothing = math.nan, math.nan, n
    if n == 0:
        return nothing
    mean_x, mean_y = math.fsum(x for x, _ in points) / n, math.fsum(y for _, y in points) / n
    square = math.fsum((x - mean_x) ** 2 for x, _ in points)
    if n < 3 or square == 0:
        return nothing
    slope = math.fsum((x - mean_x) * (y - mean_y) for x, y in points) / square
    scatter = math.fsum(((x - mean_x) * (y - mean_y - slope * (x - mean_x))) ** 2 for x, y in points)
    return slope, math.sqrt(scatter * n / (n - 2)) / square, n


def show(number):
    return "NA" if math.isnan(number) else "%.6f" % number


pair = ends()
if len(pair) < 2:
    sys.exit("exposure.py: the panel has fewer than two dates")
(first, before), (last, after) = pair
wages, jobs = [], []
for person, (state, wage, exposure) in before.items():
    if state not in ("employed", "unemployed") or person not in after:
        continue
    then, later, _ = after[person]
    jobs.append((float(exposure), (then == "employed") - (state == "employed")))
    if state == then == "employed" and float(wage) > 0 and float(later) > 0:
        wages.append((float(exposure), math.log(float(later) / float(wage))))

print("%s to %s, on exposure" % (first, last))
print("%-10s %10s %10s %8s" % ("change of", "slope", "s.e.", "n"))
for name, points in ("log wage", wages), ("employment", jobs):
    slope, error, n = regress(points)
    print("%-10s %10s %10s %8d" % (name, show(slope), show(error), n))
