package dev.forebay.queue;

/**
 * What a work has done so far. Immutable.
 *
 * @param calls calls started
 * @param succeeded results committed
 * @param throttled calls that the provider turned away for now
 * @param retried failed attempts with another one to come
 * @param dead jobs given up
 * @param held jobs held
 * @param givenBack jobs given back without an outcome
 * @param leasesLost leases lost before their job was finished
 */
public record WorkCounts(
        long calls,
        long succeeded,
        long throttled,
        long retried,
        long dead,
        long held,
        long givenBack,
        long leasesLost) {

    /** Nothing yet. */
    static final WorkCounts ZERO = new WorkCounts(0, 0, 0, 0, 0, 0, 0, 0);

    WorkCounts after(WorkEvent event) {
        return new WorkCounts(
                calls + (event instanceof WorkEvent.Called ? 1 : 0),
                succeeded + (event instanceof WorkEvent.Succeeded ? 1 : 0),
                throttled + (event instanceof WorkEvent.Throttled ? 1 : 0),
                retried + (event instanceof WorkEvent.Retrying ? 1 : 0),
                dead + (event instanceof WorkEvent.Dead ? 1 : 0),
                held + (event instanceof WorkEvent.Held ? 1 : 0),
                givenBack + (event instanceof WorkEvent.GivenBack ? 1 : 0),
                leasesLost + (event instanceof WorkEvent.LeaseLost ? 1 : 0));
    }
}
