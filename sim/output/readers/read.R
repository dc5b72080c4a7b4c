# The run's tables as data frames: source("read.R", chdir = TRUE), then plot(tables$series$year, tables$series$real_output).
files <- list.files(pattern = "\\.csv$")
tables <- lapply(files, read.csv, check.names = FALSE)
names(tables) <- sub("\\.csv$", "", files)
str(tables, max.level = 1)
