package dev.forebay.bench.virtual;

import dev.forebay.signal.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Every call of a run, with its times. For one thread. */
final class Tape {

    private final LabClock clock;
    private final List<Entry> entries = new ArrayList<>();

    Tape(LabClock clock) {
        this.clock = clock;
    }

    /** A call that a client sends now. */
    Entry sent(String client, Document document) {
        Entry entry = new Entry(client, document, clock.elapsedNanos());
        entries.add(entry);
        return entry;
    }

    /** All calls in the order in which they were sent. */
    List<Entry> entries() {
        return entries;
    }

    /** When the answers had asked to wait; none overlaps another. */
    List<Pause> pauses() {
        return Pause.apart(entries.stream()
                .filter(entry -> entry.waitNanos > 0)
                .map(entry -> new Pause(entry.endedNanos, entry.endedNanos + entry.waitNanos))
                .toList());
    }

    /** The last moment at which a document was sent that had never been sent before: until then something waited in line. */
    long lineEmptyNanos() {
        Set<Document> sent = Collections.newSetFromMap(new IdentityHashMap<>());
        return entries.stream()
                .filter(entry -> sent.add(entry.document))
                .mapToLong(Entry::sentNanos)
                .max()
                .orElse(0);
    }

    /** One call. */
    final class Entry {

        private final String client;
        private final Document document;
        private final long sentNanos;
        private long endedNanos = Long.MAX_VALUE;
        private long waitNanos;
        private @Nullable Verdict verdict;

        private Entry(String client, Document document, long sentNanos) {
            this.client = client;
            this.document = document;
            this.sentNanos = sentNanos;
        }

        void ended(Verdict what, long toldWaitNanos) {
            endedNanos = clock.elapsedNanos();
            verdict = what;
            waitNanos = toldWaitNanos;
        }

        String client() {
            return client;
        }

        Document document() {
            return document;
        }

        long sentNanos() {
            return sentNanos;
        }

        /** When its outcome was known; at the end of time if it never was. */
        long endedNanos() {
            return endedNanos;
        }

        boolean succeeded() {
            return verdict == Verdict.SUCCEEDED;
        }

        boolean throttled() {
            return verdict != null && verdict.isThrottled();
        }
    }
}
