# The folder's tables as data frames: source("read.R", chdir = TRUE), then plot(tables$series$year, tables$series$real_output).
columnar <- requireNamespace("arrow", quietly = TRUE)
ending <- if (columnar) "\\.parquet$" else "\\.csv$"
files <- list.files(pattern = ending)
tables <- lapply(files, function(f) if (columnar) as.data.frame(arrow::read_parquet(f)) else read.csv(f, check.names = FALSE))
names(tables) <- sub(ending, "", files)
str(tables, max.level = 1)
