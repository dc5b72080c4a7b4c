"""The folder's tables as pandas data frames: python -i read.py, then series.plot(x="year", y="real_output")."""
import pathlib, pandas
folder, words = pathlib.Path(__file__).parent, {"date": str, "occupation": str, "industry": str, "run": str}
try:
    import pyarrow  # noqa: F401
    tables = {p.stem: pandas.read_parquet(p) for p in sorted(folder.glob("*.parquet"))}
except ImportError:
    tables = {p.stem: pandas.read_csv(p, dtype=words, float_precision="round_trip") for p in sorted(folder.glob("*.csv"))}
globals().update(tables)
print("\n".join(f"{name}: {len(t)} rows; {', '.join(t.columns)}" for name, t in tables.items()))
