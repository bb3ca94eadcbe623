package dev.forebay.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.forebay.queue.Bytes;

/**
 * What a store remembers of a results file. Immutable.
 *
 * @param sequence the last commit that is in it
 * @param offset where its line ends
 * @param checksum of all up to there
 * @param removed how many results were removed before the file was begun
 * @param old the bytes that it held then, and that may still be in it; 0 if it was new
 * @param oldChecksum theirs
 */
record PublishedPosition(long sequence, long offset, long checksum, long removed, long old, long oldChecksum) {

    static PublishedPosition start(long removed) {
        return new PublishedPosition(0, 0, 0, removed, 0, 0);
    }

    /** The start of the file that takes the place of this one. */
    PublishedPosition anew(long removedByNow) {
        boolean stillOld = offset == 0 && old > 0;
        return new PublishedPosition(0, 0, 0, removedByNow, stillOld ? old : offset, stillOld ? oldChecksum : checksum);
    }

    Bytes toBytes() {
        return Bytes.utf8(Json.line(Json.object()
                .put("sequence", sequence)
                .put("offset", offset)
                .put("crc32c", checksum)
                .put("removed", removed)
                .put("old", old)
                .put("old_crc32c", oldChecksum)));
    }

    static PublishedPosition of(Bytes bytes) {
        try {
            JsonNode node = Json.parse(bytes.utf8());
            return new PublishedPosition(
                    node.path("sequence").asLong(),
                    node.path("offset").asLong(),
                    node.path("crc32c").asLong(),
                    node.path("removed").asLong(),
                    node.path("old").asLong(),
                    node.path("old_crc32c").asLong());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store's memory of a results file is damaged", e);
        }
    }
}
