package dev.forebay.pool;

import dev.forebay.signal.LimitReading;
import dev.forebay.signal.Signal;
import java.util.List;

/** One try of a call, as the code that makes it sees it. Thread-safe; no method blocks. */
public interface Attempt {

    /** Which try this is, counted from 1. Throttled tries do not count. */
    int number();

    /** Hands the headers over as soon as they arrive, before the body: the pool then knows more, seconds earlier. */
    void observe(List<LimitReading> readings);

    /**
     * Says what came of the attempt; only the first call counts.
     *
     * <p>A try that ends without having said so counts as succeeded with unknown usage; if it threw, as unreachable where no
     * connection was made, as failed with an unknown outcome for any other I/O exception or timeout, and else as given up.
     */
    void settle(Signal signal);

    /**
     * Takes the reservation out of the attempt, for an answer that goes on after the attempt's code has returned: a stream. The
     * call then ends as succeeded with what the code returns, nothing is retried any more, and whoever keeps the reservation
     * settles it. If the code throws, the attempt ends as if nothing had been kept.
     *
     * @throws UnsupportedOperationException where an answer must be whole when the code returns, as for a job of a queue
     */
    default Reservation keep() {
        throw new UnsupportedOperationException("the answer must be whole when the code of this attempt returns");
    }
}
