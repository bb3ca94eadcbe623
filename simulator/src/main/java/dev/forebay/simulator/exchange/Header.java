package dev.forebay.simulator.exchange;

/**
 * One header line.
 *
 * @param name as written on the wire; compared without regard to case
 * @param value the text after the colon
 */
public record Header(String name, String value) {}
