package dev.forebay.limit;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many calls may be in flight in all pools together that share it: what a provider allows an account, or a machine its
 * sockets.
 *
 * <p>Pools that wait for it stand in a line of their own, each once: the first gets the next call that ends, and goes to the end
 * if it wants another. So no pool starves, however many calls another one has.
 *
 * <p>Thread-safe; no method blocks beyond its lock, which is the innermost one: it is taken inside a pool's lock, and nothing is
 * called with it held.
 */
public final class SharedConcurrency {

    /** More calls than any process has sockets. */
    public static final int CALLS_MAX = 1_000_000;

    private final int calls;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Member> waiting = new LinkedHashSet<>();
    private int inFlight;

    private SharedConcurrency(int calls) {
        this.calls = calls;
    }

    /**
     * So many calls in flight together.
     *
     * @param calls 1 to {@value #CALLS_MAX}
     */
    public static SharedConcurrency of(int calls) {
        if (calls < 1 || calls > CALLS_MAX) {
            throw new IllegalArgumentException("shared concurrency is " + calls + "; allowed: 1 to " + CALLS_MAX);
        }
        return new SharedConcurrency(calls);
    }

    /** The calls that may be in flight. */
    public int calls() {
        return calls;
    }

    /** The calls that are in flight now, exactly zero at rest. */
    public int inFlight() {
        lock.lock();
        try {
            return inFlight;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A pool that shares it.
     *
     * @param freed runs when a call of this pool may be able to start; without any lock held
     */
    public Member join(Runnable freed) {
        return new Member(freed);
    }

    private List<Member> firstInLine() {
        lock.lock();
        try {
            return waiting.stream().limit(Math.max(0, calls - inFlight)).toList();
        } finally {
            lock.unlock();
        }
    }

    /** One pool among those that share it. Thread-safe. */
    public final class Member {

        private final Runnable freed;
        private boolean newsOwed;

        private Member(Runnable freed) {
            this.freed = freed;
        }

        /** Whether a call could start now: there is room for it and for all pools that wait before this one. */
        public boolean isFree() {
            lock.lock();
            try {
                return hasRoom();
            } finally {
                lock.unlock();
            }
        }

        /** Starts a call, or else waits in the line of the pools; whether it started. */
        public boolean startOrWait() {
            lock.lock();
            try {
                if (!hasRoom()) {
                    waiting.add(this);
                    return false;
                }
                waiting.remove(this);
                inFlight++;
                return true;
            } finally {
                lock.unlock();
            }
        }

        /** Ends a call. */
        public void end() {
            lock.lock();
            try {
                inFlight--;
                newsOwed = true;
            } finally {
                lock.unlock();
            }
        }

        /** Leaves the line of the pools, if it stands there: it has nothing that could start. */
        public void leave() {
            lock.lock();
            try {
                newsOwed |= waiting.remove(this);
            } finally {
                lock.unlock();
            }
        }

        /** Tells the pools whose turn has come since the last time; without any lock held. */
        public void announce() {
            lock.lock();
            try {
                if (!newsOwed) {
                    return;
                }
                newsOwed = false;
            } finally {
                lock.unlock();
            }
            firstInLine().forEach(member -> member.freed.run());
        }

        private boolean hasRoom() {
            int free = calls - inFlight;
            if (free <= 0) {
                return false;
            }
            int before = 0;
            for (Member member : waiting) {
                if (member == this) {
                    break;
                }
                before++;
            }
            return free > before;
        }
    }
}
