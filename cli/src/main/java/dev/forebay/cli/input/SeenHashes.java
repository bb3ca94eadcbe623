package dev.forebay.cli.input;

import java.util.Arrays;

/**
 * A set of texts, kept as 64 bits of each: a million of them take 16 MB instead of 150. Two different texts of a million are
 * taken for the same once in thirty million sets, so it may decide upon a name or a warning, never upon losing work. Not
 * thread-safe.
 */
public final class SeenHashes {

    private static final int SLOTS_AT_FIRST = 1 << 12;

    private long[] slots = new long[SLOTS_AT_FIRST];
    private int size;

    /** Adds a text; false if it was there. */
    public boolean add(String text) {
        long hash = hash(text);
        int slot = find(slots, hash);
        if (slots[slot] == hash) {
            return false;
        }
        slots[slot] = hash;
        size++;
        if (size > slots.length / 2) {
            grow();
        }
        return true;
    }

    /** Whether a text was added. */
    public boolean contains(String text) {
        return slots[find(slots, hash(text))] != 0;
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact(slots.length, 2)];
        Arrays.stream(slots).filter(hash -> hash != 0).forEach(hash -> larger[find(larger, hash)] = hash);
        slots = larger;
    }

    private static int find(long[] slots, long hash) {
        int slot = (int) (hash >>> 32) & (slots.length - 1);
        while (slots[slot] != 0 && slots[slot] != hash) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    /** FNV-1a over 64 bits, mixed once more as its low bits are weak; never 0, which marks a free slot. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
        hash ^= hash >>> 32;
        return hash == 0 ? 1 : hash;
    }
}
