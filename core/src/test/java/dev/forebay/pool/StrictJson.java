package dev.forebay.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads JSON by RFC 8259 and nothing else: for the tests of what core writes. */
final class StrictJson {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private final String text;
    private int at;

    StrictJson(String text) {
        this.text = text;
    }

    Object read() {
        Object value = value();
        if (at != text.length()) {
            throw wrong("nothing more");
        }
        return value;
    }

    private Object value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 'n' -> {
                expect("null");
                yield "null";
            }
            default -> number();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new HashMap<>();
        expect("{");
        while (peek() != '}') {
            if (!members.isEmpty()) {
                expect(",");
            }
            String name = string();
            expect(":");
            if (members.put(name, value()) != null) {
                throw wrong("another name than " + name);
            }
        }
        expect("}");
        return members;
    }

    private List<Object> array() {
        List<Object> values = new ArrayList<>();
        expect("[");
        while (peek() != ']') {
            if (!values.isEmpty()) {
                expect(",");
            }
            values.add(value());
        }
        expect("]");
        return values;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        expect("\"");
        while (peek() != '"') {
            char character = text.charAt(at++);
            if (character < 0x20) {
                throw wrong("no control character");
            }
            string.append(character == '\\' ? escaped() : character);
        }
        expect("\"");
        return string.toString();
    }

    private char escaped() {
        char kind = text.charAt(at++);
        if (kind == '"' || kind == '\\') {
            return kind;
        }
        if (kind != 'u') {
            throw wrong("an escape");
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private double number() {
        Matcher matcher = NUMBER.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw wrong("a value");
        }
        at = matcher.end();
        return Double.parseDouble(matcher.group());
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void expect(String token) {
        if (!text.startsWith(token, at)) {
            throw wrong(token);
        }
        at += token.length();
    }

    private AssertionError wrong(String expected) {
        return new AssertionError("expected " + expected + " at " + at + " of " + text);
    }
}
