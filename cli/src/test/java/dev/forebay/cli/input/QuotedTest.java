package dev.forebay.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuotedTest {

    @Test
    void aShortTextIsShownAsItIs() {
        assertEquals("Größe 2.x 🙂", Quoted.of("Größe 2.x 🙂"));
        assertEquals("x".repeat(80), Quoted.of("x".repeat(80)));
    }

    @Test
    void aLongTextIsCutBetweenCharacters() {
        assertEquals("x".repeat(80) + "...", Quoted.of("x".repeat(81)));
        assertEquals("x".repeat(79) + "...", Quoted.of("x".repeat(79) + "🙂"));
    }

    @Test
    void nothingInItEndsTheLineOrMovesTheCursor() {
        assertEquals("a?b?c?d?e?f?", Quoted.of("a\nb\u001Bc\u2028d\u202Ee\u0085f\uD800"));
    }
}
