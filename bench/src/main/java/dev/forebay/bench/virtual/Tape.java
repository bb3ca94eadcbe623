package dev.forebay.bench.virtual;

import dev.forebay.signal.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every call of a run, with its times. For one thread. */
final class Tape {

    private final LabClock clock;
    private final List<Entry> entries = new ArrayList<>();

    Tape(LabClock clock) {
        this.clock = clock;
    }

    /** A call that is sent now. */
    Entry sent(Document document) {
        Entry entry = new Entry(document, clock.elapsedNanos());
        entries.add(entry);
        return entry;
    }

    /** All calls in the order in which they were sent. */
    List<Entry> entries() {
        return entries;
    }

    /** One call. */
    final class Entry {

        private final Document document;
        private final long sentNanos;
        private long endedNanos = Long.MAX_VALUE;
        private @Nullable Verdict verdict;

        private Entry(Document document, long sentNanos) {
            this.document = document;
            this.sentNanos = sentNanos;
        }

        void ended(Verdict what) {
            endedNanos = clock.elapsedNanos();
            verdict = what;
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
