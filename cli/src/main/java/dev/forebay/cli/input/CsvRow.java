package dev.forebay.cli.input;

import java.util.List;
import java.util.Optional;

/**
 * One record of CSV. Immutable.
 *
 * @param line where it begins, from 1
 * @param cells what it holds; empty if there is a problem
 * @param problem what is wrong with it
 */
record CsvRow(long line, List<String> cells, Optional<String> problem) {}
