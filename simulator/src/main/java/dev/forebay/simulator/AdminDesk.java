package dev.forebay.simulator;

import dev.forebay.simulator.exchange.RawRequest;
import dev.forebay.simulator.exchange.Reply;
import dev.forebay.simulator.time.Chance;
import dev.forebay.simulator.time.SimulatorClock;
import dev.forebay.simulator.wire.AdminWire;
import dev.forebay.simulator.wire.Envelope;
import dev.forebay.simulator.wire.Failure;
import dev.forebay.simulator.wire.RejectedRequest;
import dev.forebay.simulator.wire.Wire;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells administrators the limits, as they were when the provider was made. Such requests are no calls of a model: the ledger
 * does not count them, and no fault befalls them. Thread-safe.
 */
final class AdminDesk {

    private final AdminWire.Account account;
    private final SimulatorClock clock;
    private final AtomicLong requests = new AtomicLong();

    AdminDesk(SimulatorOptions options, SimulatorClock clock) {
        this.account =
                new AdminWire.Account(options.limits(), options.models(), options.adminKey(), options.adminPageSize());
        this.clock = clock;
    }

    /** Empty if it is not an address of an administrator. */
    Optional<Reply> answer(RawRequest request) {
        return AdminWire.at(request.route()).map(wire -> answer(wire, request));
    }

    private Reply answer(AdminWire wire, RawRequest request) {
        long number = requests.getAndIncrement();
        Envelope envelope = new Envelope("req_admin" + number, "", clock.wall(), List.of(), Chance.of(number, number));
        try {
            if (!request.method().equals("GET")) {
                throw new RejectedRequest(Failure.UNKNOWN_PATH, request.method() + " " + request.route());
            }
            return wire.answer(request, account, envelope);
        } catch (RejectedRequest rejected) {
            return Wire.forErrors(request).failure(rejected.failure(), String.valueOf(rejected.getMessage()), envelope);
        }
    }
}
