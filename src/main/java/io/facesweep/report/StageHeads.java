package io.facesweep.report;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.facesweep.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

/**
 * Writes meshes as scripts: pages opened from disk may not fetch files, but they may load scripts.
 * Pieces that many heads have are scripts of their own. Safe for many threads.
 */
final class StageHeads {
  private static final String FOLDER = "pieces/";
  private static final Pattern PIECE = Pattern.compile("\"name\":\"([0-9a-f]+)\"");
  private static final Gson GSON = new Gson();
  private static final String SCRIPT =
      new String(SweepReport.resource("head.js"), StandardCharsets.UTF_8);
  private static final String HOW = "script of pieces, " + Sha256.of(SCRIPT);

  private final ReportTarget target;
  private final ConcurrentMap<String, Boolean> isThere = new ConcurrentHashMap<>();

  StageHeads(ReportTarget target) {
    this.target = target;
  }

  /**
   * Returns whether the last report has a mesh's script with all of its pieces, and keeps them.
   *
   * @param sha256 of the mesh's file
   */
  boolean isUnchanged(String file, String sha256) {
    byte[] script = target.unchanged(file, recipe(sha256));
    return script != null
        && PIECE
            .matcher(new String(script, StandardCharsets.UTF_8))
            .results()
            .allMatch(piece -> isUnchanged(piece.group(1)));
  }

  private boolean isUnchanged(String piece) {
    return isThere.computeIfAbsent(
        piece, name -> target.unchanged(file(name), recipe(name)) != null);
  }

  /**
   * Writes a mesh's script, and those of its pieces that are not there yet.
   *
   * @param file of the script
   * @param id that pages know the head by
   * @param glb the mesh
   * @param sha256 of it
   */
  void write(String file, String id, byte[] glb, String sha256) {
    JsonArray pieces = new JsonArray();
    for (byte[] piece : GlbPieces.of(glb)) {
      JsonObject json = new JsonObject();
      if (GlbPieces.isShared(piece)) {
        String name = GlbPieces.name(piece);
        isThere.compute(name, (same, is) -> Boolean.TRUE.equals(is) || write(same, piece));
        json.addProperty("name", name);
      } else {
        json.addProperty("data", Base64.getEncoder().encodeToString(piece));
      }
      pieces.add(json);
    }
    String script =
        SCRIPT.replace("HEAD_ID", GSON.toJson(id)).replace("HEAD_PIECES", GSON.toJson(pieces));
    target.write(file, script.getBytes(StandardCharsets.UTF_8), recipe(sha256));
  }

  private boolean write(String name, byte[] piece) {
    target.write(file(name), GlbPieces.script(name, piece), recipe(name));
    return true;
  }

  private static String file(String piece) {
    return FOLDER + piece + ".js";
  }

  private static String recipe(String content) {
    return Recipe.of(HOW).word(content).hash();
  }
}
