package dev.forebay.cli.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits CSV into records and cells, as RFC 4180 has it, and goes on behind a record that is malformed. Holds one record at a
 * time, and none that is too large. Used by one thread; blocks on the disk.
 */
final class CsvRows {

    /*
     * The separator, quotes and line breaks are single bytes that stand for nothing else in UTF-8, so bytes are split first and
     * decoded by the cell: a byte that is wrong spoils its own record only.
     *
     * A quote opens a cell only where the cell begins; elsewhere it is a character (5" pipe). Behind a closing quote only a
     * separator or a line break may follow. If something else does, one of the quotes before it is missing or too many, and
     * nobody can tell which: the record is given up, and the next line begins a new one. A quote that is never closed eats
     * everything behind it; no library and no person could say where it should have ended.
     */

    /** More than any table has; a hostile file cannot fill the heap with empty cells. */
    private static final int CELLS_MAX = 16_384;

    private static final int END = -1;

    private enum State {
        /** Where a cell begins. */
        BEGIN,
        /** In a cell without quotes. */
        PLAIN,
        /** Between quotes. */
        QUOTED,
        /** Behind a quote that ends the cell, or is the first half of one that is doubled. */
        CLOSING,
        /** In a record that is given up. */
        GIVEN_UP
    }

    private final InputStream in;
    private final int separator;
    private final int bytesMax;
    private final ByteArrayOutputStream cell = new ByteArrayOutputStream();
    private final List<String> cells = new ArrayList<>();
    private State state = State.BEGIN;
    private long line = 1;
    private boolean afterReturn;
    private long size;
    private Optional<String> problem = Optional.empty();

    /**
     * The records of a file.
     *
     * @param in buffered, behind a byte order mark
     * @param bytesMax cells of a record together
     */
    CsvRows(InputStream in, char separator, int bytesMax) {
        this.in = in;
        this.separator = separator;
        this.bytesMax = bytesMax;
    }

    /** The next record, blank ones too; empty at the end. */
    Optional<CsvRow> next() throws IOException {
        begin();
        int next = read();
        if (next == END) {
            return Optional.empty();
        }
        long begun = line;
        while (next != END && !(isBreak(next) && state != State.QUOTED)) {
            take(next);
            countLine(next);
            next = read();
        }
        if (state == State.QUOTED) {
            giveUp("a quote is never closed, so nothing from here on could be read");
        }
        endCell();
        countLine(next);
        return Optional.of(new CsvRow(begun, problem.isEmpty() ? List.copyOf(cells) : List.of(), problem));
    }

    private void begin() {
        cells.clear();
        cell.reset();
        size = 0;
        problem = Optional.empty();
        state = State.BEGIN;
    }

    /** The next byte; a line feed that belongs to a carriage return between two records is skipped. */
    private int read() throws IOException {
        int next = in.read();
        if (next == '\n' && afterReturn && state != State.QUOTED) {
            afterReturn = false;
            next = in.read();
        }
        return next;
    }

    private static boolean isBreak(int next) {
        return next == '\n' || next == '\r';
    }

    /** A carriage return with its line feed is one line break. */
    private void countLine(int next) {
        if (next == '\r' || (next == '\n' && !afterReturn)) {
            line++;
        }
        afterReturn = next == '\r';
    }

    private void take(int next) {
        switch (state) {
            case BEGIN -> {
                if (next == '"') {
                    state = State.QUOTED;
                } else if (next == separator) {
                    endCell();
                } else {
                    state = State.PLAIN;
                    append(next);
                }
            }
            case PLAIN -> {
                if (next == separator) {
                    endCell();
                } else {
                    append(next);
                }
            }
            case QUOTED -> {
                if (next == '"') {
                    state = State.CLOSING;
                } else {
                    append(next);
                }
            }
            case CLOSING -> {
                if (next == '"') {
                    state = State.QUOTED;
                    append(next);
                } else if (next == separator) {
                    endCell();
                } else {
                    giveUp("something follows a closing quote; a quote inside quotes must be doubled");
                    state = State.GIVEN_UP;
                }
            }
            case GIVEN_UP -> {
                // All up to the end of the line goes with the record.
            }
        }
    }

    private void append(int next) {
        size++;
        if (size > bytesMax) {
            giveUp("the record is larger than " + Utf8.size(bytesMax));
        } else {
            cell.write(next);
        }
    }

    private void endCell() {
        state = State.BEGIN;
        if (problem.isPresent()) {
            return;
        }
        byte[] bytes = cell.toByteArray();
        cell.reset();
        try {
            cells.add(Utf8.decode(bytes));
            if (cells.size() > CELLS_MAX) {
                giveUp("the record has more than " + CELLS_MAX + " cells");
            }
        } catch (CharacterCodingException e) {
            giveUp("cell " + (cells.size() + 1) + " of the record is not UTF-8 from byte " + Utf8.firstWrong(bytes)
                    + " on");
        }
    }

    /** The record is read to its end all the same, so that the next one is found. */
    private void giveUp(String reason) {
        problem = problem.or(() -> Optional.of(reason));
        cells.clear();
        cell.reset();
    }
}
