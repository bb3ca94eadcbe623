package dev.forebay.providers.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs a target on the files of a folder, and on mutants of them, the same ones each time. The command line's tests have one too. */
final class Replay {

    private static final long SEED = 20261124;
    private static final int CHANGES_MAX = 4;

    private final Random random = new Random(SEED);
    private final List<byte[]> seeds;
    private final List<byte[]> words;

    /**
     * The files in a folder of the resources.
     *
     * @param words a dictionary in the form of libFuzzer: what a mutant may get in any place
     */
    Replay(String folder, String words) throws IOException, URISyntaxException {
        this.seeds = files(folder);
        this.words = Files.readAllLines(path(words)).stream()
                .filter(line -> line.startsWith("\""))
                .map(line -> word(line.substring(1, line.length() - 1)))
                .toList();
    }

    private static byte[] word(String escaped) {
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        for (int at = 0; at < escaped.length(); at++) {
            char next = escaped.charAt(at);
            if (next == '\\') {
                at++;
                next = escaped.charAt(at);
                if (next == 'x') {
                    next = (char) HexFormat.fromHexDigits(escaped, at + 1, at + 3);
                    at += 2;
                }
            }
            word.write(next);
        }
        return word.toByteArray();
    }

    private static Path path(String resource) throws URISyntaxException {
        URL found = Replay.class.getResource(resource);
        if (found == null) {
            throw new IllegalStateException(resource + " is missing");
        }
        return Path.of(found.toURI());
    }

    private static List<byte[]> files(String folder) throws IOException, URISyntaxException {
        List<byte[]> contents = new ArrayList<>();
        try (Stream<Path> files = Files.list(path(folder))) {
            for (Path file : files.sorted().toList()) {
                contents.add(Files.readAllBytes(file));
            }
        }
        return contents;
    }

    int seeds() {
        return seeds.size();
    }

    void run(Consumer<byte[]> target, int mutants) {
        seeds.forEach(seed -> run(target, seed));
        for (int i = 0; i < mutants; i++) {
            byte[] mutant = anySeed();
            for (int change = random.nextInt(CHANGES_MAX); change >= 0; change--) {
                mutant = changed(mutant);
            }
            run(target, mutant);
        }
    }

    private static void run(Consumer<byte[]> target, byte[] input) {
        try {
            target.accept(input.clone());
        } catch (RuntimeException | Error failed) {
            throw new AssertionError(
                    "on " + new String(input, StandardCharsets.UTF_8) + "\nin hexadecimal "
                            + HexFormat.of().formatHex(input),
                    failed);
        }
    }

    private byte[] anySeed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    /** Puts a piece in the place of another one: nothing, a word, chance, or a piece of this or another seed. */
    private byte[] changed(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = random.nextBoolean() ? from : endOfDigits(input, from, from + random.nextInt(8));
        byte[] piece = switch (random.nextInt(5)) {
            case 0 -> new byte[0];
            case 1 -> words.get(random.nextInt(words.size()));
            case 2 -> new byte[] {(byte) random.nextInt(256)};
            case 3 -> pieceOf(input);
            default -> pieceOf(anySeed());
        };
        byte[] changed = Arrays.copyOf(input, from + piece.length + input.length - to);
        System.arraycopy(piece, 0, changed, from, piece.length);
        System.arraycopy(input, to, changed, from + piece.length, input.length - to);
        return random.nextInt(20) == 0 ? Arrays.copyOf(changed, random.nextInt(changed.length + 1)) : changed;
    }

    /** Where a piece ends that takes a number whole: half of a number with another one behind it is seldom a number. */
    private static int endOfDigits(byte[] input, int from, int least) {
        int end = from;
        while (end < input.length && (end < least || Character.isDigit(input[end]))) {
            end++;
        }
        return end;
    }

    private byte[] pieceOf(byte[] input) {
        int from = random.nextInt(input.length + 1);
        return Arrays.copyOfRange(input, from, Math.min(input.length, from + random.nextInt(100)));
    }
}
