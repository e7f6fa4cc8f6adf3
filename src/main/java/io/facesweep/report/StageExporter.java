package io.facesweep.report;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.facesweep.UserException;
import io.facesweep.assets.AssetNames;
import io.facesweep.assets.ViewShade;
import io.facesweep.store.StageFile;
import io.facesweep.store.StageStore;
import java.awt.image.BufferedImage;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings the files of stages into the report's folder: pictures small, meshes as scripts, and
 * nothing whose name it does not know.
 */
final class StageExporter {
  private static final int SHORT_ID = 16;
  private static final int SHEET_GAP = 2;

  private static final Gson GSON = new Gson();

  private final StageStore store;
  private final ReportTarget target;
  private final SweepData data;
  private final ViewNames views;
  private final Set<String> shared = ConcurrentHashMap.newKeySet();

  StageExporter(StageStore store, ReportTarget target, SweepData data, ViewNames views) {
    this.store = store;
    this.target = target;
    this.data = data;
    this.views = views;
  }

  /** Short name of a stage: unlike any other in practice, and a name for files. */
  static String shortId(String stage) {
    return stage.substring(0, Math.min(SHORT_ID, stage.length()));
  }

  /** Exports one stage. Safe for many threads. */
  StageExport export(String stage) {
    List<StageFile> files = data.files().get(stage);
    if (files == null) {
      return StageExport.NOTHING;
    }
    List<String> missing = new ArrayList<>();
    String to = "stages/" + shortId(stage) + "/";
    String textured = strip(stage, ViewShade.TEXTURED, to, missing);
    String grey = strip(stage, ViewShade.GREY, to, missing);
    if (grey == null && textured != null) {
      grey = greyOfSheet(stage, to, missing);
    }
    String head = null;
    String albedo = null;
    List<String> animations = new ArrayList<>();
    for (StageFile file : files) {
      if (file.name().equals(AssetNames.HEAD)) {
        byte[] glb = read(file, missing);
        head = glb == null ? null : write(to + "head.js", head(shortId(stage), glb));
      } else if (file.name().equals(AssetNames.ALBEDO)) {
        albedo = refer(file, to, missing);
      } else if (AssetNames.isEvolution(file.name())) {
        String animation = refer(file, to, missing);
        if (animation != null) {
          animations.add(animation);
        }
      }
    }
    return new StageExport(textured, grey, head, albedo, animations, List.copyOf(missing));
  }

  private @Nullable String strip(String stage, ViewShade shade, String to, List<String> missing) {
    List<@Nullable BufferedImage> pictures = new ArrayList<>();
    for (int azimuth : views.azimuths()) {
      StageFile file = data.file(stage, AssetNames.view(shade, azimuth));
      pictures.add(file == null ? null : picture(file, missing));
    }
    return pictures.stream().allMatch(Objects::isNull)
        ? null
        : write(to + shade.text() + ".jpg", PictureStrip.of(pictures));
  }

  /** A stage that makes shape and texture in one has its grey views in its contact sheet only. */
  private @Nullable String greyOfSheet(String stage, String to, List<String> missing) {
    StageFile file = data.file(stage, AssetNames.CONTACT_SHEET);
    BufferedImage sheet = file == null ? null : picture(file, missing);
    int count = views.azimuths().size();
    if (sheet == null) {
      return null;
    }
    int side = (sheet.getHeight() - SHEET_GAP) / 2;
    if (count == 0 || side < 1 || (side + SHEET_GAP) * count - SHEET_GAP != sheet.getWidth()) {
      return null;
    }
    List<@Nullable BufferedImage> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pictures.add(sheet.getSubimage(i * (side + SHEET_GAP), 0, side, side));
    }
    return write(to + "grey.jpg", PictureStrip.of(pictures));
  }

  private @Nullable BufferedImage picture(StageFile file, List<String> missing) {
    byte[] content = read(file, missing);
    if (content == null) {
      return null;
    }
    BufferedImage picture = PictureStrip.decode(content);
    if (picture == null) {
      missing.add(file.path() + " is not a picture");
    }
    return picture;
  }

  /** The stage's own file where the report lies beside it, else a copy. */
  private @Nullable String refer(StageFile file, String to, List<String> missing) {
    String output = target.toOutput();
    if (output == null) {
      byte[] content = read(file, missing);
      return content == null ? null : write(to + file.name(), content);
    }
    try {
      store.requireInPlace(file);
      return output + encoded(file.path());
    } catch (UserException e) {
      missing.add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** A path as the address of a page's link. */
  private static String encoded(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }

  private byte @Nullable [] read(StageFile file, List<String> missing) {
    try {
      return store.read(file);
    } catch (UserException e) {
      missing.add(String.valueOf(e.getMessage()));
      return null;
    }
  }

  /**
   * The mesh as a script: pages opened from disk may not fetch files, but they may load scripts.
   * Pieces that many heads have are scripts of their own.
   */
  private byte[] head(String id, byte[] glb) {
    JsonArray pieces = new JsonArray();
    for (byte[] piece : GlbPieces.of(glb)) {
      JsonObject json = new JsonObject();
      if (GlbPieces.isShared(piece)) {
        String name = GlbPieces.name(piece);
        if (shared.add(name)) {
          target.write("pieces/" + name + ".js", GlbPieces.script(name, piece));
        }
        json.addProperty("name", name);
      } else {
        json.addProperty("data", Base64.getEncoder().encodeToString(piece));
      }
      pieces.add(json);
    }
    return new String(SweepReport.resource("head.js"), StandardCharsets.UTF_8)
        .replace("HEAD_ID", GSON.toJson(id))
        .replace("HEAD_PIECES", GSON.toJson(pieces))
        .getBytes(StandardCharsets.UTF_8);
  }

  private String write(String file, byte[] content) {
    target.write(file, content);
    return file;
  }
}
