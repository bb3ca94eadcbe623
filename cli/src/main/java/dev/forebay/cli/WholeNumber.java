package dev.forebay.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the whole number of an option, and says what is allowed if it is none or out of range. Immutable. */
abstract class WholeNumber implements ITypeConverter<Integer> {

    private final int least;
    private final int most;

    private WholeNumber(int least, int most) {
        this.least = least;
        this.most = most;
    }

    @Override
    public Integer convert(String text) {
        String digits = text.strip().replace("_", "");
        if (digits.matches("-?[0-9]{1,10}")) {
            long number = Long.parseLong(digits);
            if (number >= least && number <= most) {
                return Math.toIntExact(number);
            }
        }
        throw new TypeConversionException(
                "allowed: " + least + (most == Integer.MAX_VALUE ? " or more" : " to " + most));
    }

    /** Of things of which there is no most. */
    static final class OneOrMore extends WholeNumber {
        OneOrMore() {
            super(1, Integer.MAX_VALUE);
        }
    }

    /** Attempts of a job. */
    static final class Attempts extends WholeNumber {
        Attempts() {
            super(1, 100);
        }
    }

    /** Tokens of an answer; no model answers at greater length. */
    static final class OutputTokens extends WholeNumber {
        OutputTokens() {
            super(1, 1_000_000);
        }
    }

    /** A port of the network; 0 is any free one. */
    static final class Port extends WholeNumber {
        Port() {
            super(0, 65_535);
        }
    }
}
