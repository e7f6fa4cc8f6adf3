package io.facesweep.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.facesweep.Sha256;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;

/**
 * A binary glTF file cut where its buffers' parts begin. Heads of one face model have the same
 * triangles and texture coordinates, heads of one shape the same vertices: each piece needs to be
 * kept once. All pieces in their order are the file again, byte for byte.
 */
final class GlbPieces {
  /** Smaller pieces are not worth a file of their own. */
  private static final int SMALL = 1 << 14;

  private static final int HEADER = 20;
  private static final int MAX_CUTS = 64;
  private static final int NAME_LENGTH = 16;

  private GlbPieces() {}

  /** Returns the pieces in order; of a file that is no glTF the whole of it. */
  static List<byte[]> of(byte[] glb) {
    TreeSet<Integer> cuts = new TreeSet<>(List.of(0, glb.length));
    try {
      cuts.addAll(cuts(glb));
    } catch (RuntimeException notGltf) {
      return List.of(glb); // whoever shows it says what is wrong with it
    }
    List<byte[]> pieces = new ArrayList<>();
    int from = 0;
    for (int cut : cuts.tailSet(1)) {
      pieces.add(Arrays.copyOfRange(glb, from, cut));
      from = cut;
    }
    return pieces;
  }

  private static List<Integer> cuts(byte[] glb) {
    ByteBuffer file = ByteBuffer.wrap(glb).order(ByteOrder.LITTLE_ENDIAN);
    int length = file.getInt(12);
    JsonObject json =
        JsonParser.parseString(new String(glb, HEADER, length, StandardCharsets.UTF_8))
            .getAsJsonObject();
    int binary = HEADER + length + 8;
    List<Integer> cuts = new ArrayList<>();
    JsonArray views = json.getAsJsonArray("bufferViews");
    for (JsonElement element : views.asList().subList(0, Math.min(MAX_CUTS, views.size()))) {
      JsonObject view = element.getAsJsonObject();
      int start = binary + (view.has("byteOffset") ? view.get("byteOffset").getAsInt() : 0);
      int end = Math.addExact(start, view.get("byteLength").getAsInt());
      for (int cut : new int[] {start, end}) {
        if (cut > 0 && cut < glb.length) {
          cuts.add(cut);
        }
      }
    }
    return cuts;
  }

  /** Tells whether a piece is worth a file that heads share. */
  static boolean isShared(byte[] piece) {
    return piece.length >= SMALL;
  }

  /** Returns the name of a piece: the beginning of its SHA-256. */
  static String name(byte[] piece) {
    return Sha256.of(piece).substring(0, NAME_LENGTH);
  }

  /** Returns the script with a piece that heads share. */
  static byte[] script(String name, byte[] piece) {
    return "(window.facesweepPieces = window.facesweepPieces || {})[\"%s\"] = \"%s\";\n"
        .formatted(name, Base64.getEncoder().encodeToString(piece))
        .getBytes(StandardCharsets.US_ASCII);
  }
}
