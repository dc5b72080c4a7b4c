"""The folder's tables as pandas data frames: python -i read.py, then series.plot(x="year", y="real_output")."""
import json, pathlib, pandas
folder = pathlib.Path(__file__).parent
described = json.loads((folder / "columns.json").read_text())["tables"]
words = {t["name"]: {c["name"]: str for c in t["columns"] if c["kind"] == "text"} for t in described}
try:
    import pyarrow  # noqa: F401
    tables = {p.stem: pandas.read_parquet(p) for p in sorted(folder.glob("*.parquet"))}
except ImportError:
    tables = {p.stem: pandas.read_csv(p, dtype=words[p.stem], na_values="NaN", keep_default_na=False, float_precision="round_trip") for p in sorted(folder.glob("*.csv"))}
globals().update(tables)
print("\n".join(f"{name}: {len(t)} rows; {', '.join(t.columns)}" for name, t in tables.items()))
