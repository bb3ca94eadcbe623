/** A provider that limits, throttles and fails like the real ones, over HTTP and in virtual time. */
module dev.forebay.simulator {
    requires static org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    requires io.netty.common;
    requires io.netty.transport;

    exports dev.forebay.simulator;
    exports dev.forebay.simulator.exchange;
    exports dev.forebay.simulator.fault;
    exports dev.forebay.simulator.http;
    exports dev.forebay.simulator.invoice;
    exports dev.forebay.simulator.limit;
    exports dev.forebay.simulator.time;
}
