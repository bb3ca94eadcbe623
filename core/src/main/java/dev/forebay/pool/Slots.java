package dev.forebay.pool;

import dev.forebay.limit.SharedConcurrency;
import org.jspecify.annotations.Nullable;

/** A pool's part in the calls that several pools may have in flight together; without such a limit everything fits. */
final class Slots {

    private final SharedConcurrency.@Nullable Member member;

    Slots(@Nullable SharedConcurrency shared, Runnable freed) {
        member = shared == null ? null : shared.join(freed);
    }

    boolean isFree() {
        return member == null || member.isFree();
    }

    /** Starts a call; if it cannot, the pool waits for its turn among the pools. */
    boolean startOrWait() {
        return member == null || member.startOrWait();
    }

    void end() {
        if (member != null) {
            member.end();
        }
    }

    /** Nothing of this pool could start: it lets the others pass. */
    void leave() {
        if (member != null) {
            member.leave();
        }
    }

    /** Tells the pools whose turn has come; without any lock held. */
    void announce() {
        if (member != null) {
            member.announce();
        }
    }
}
