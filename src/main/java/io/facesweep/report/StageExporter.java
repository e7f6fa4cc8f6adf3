package io.facesweep.report;

import io.facesweep.UserException;
import io.facesweep.assets.AssetNames;
import io.facesweep.assets.ViewShade;
import io.facesweep.store.StageFile;
import io.facesweep.store.StageStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the files of stages into the report's folder: pictures small, meshes as scripts, and
 * nothing whose name it does not know.
 */
final class StageExporter {
  private static final int SHORT_ID = 16;

  private final StageStore store;
  private final ReportTarget target;
  private final SweepData data;
  private final StagePictures pictures;
  private final StageHeads heads;

  StageExporter(StageStore store, ReportTarget target, SweepData data, ViewNames views) {
    this.store = store;
    this.target = target;
    this.data = data;
    this.pictures = new StagePictures(store, target, data, views);
    this.heads = new StageHeads(target);
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
    String textured = pictures.strip(stage, ViewShade.TEXTURED, to, missing);
    String grey = pictures.strip(stage, ViewShade.GREY, to, missing);
    if (grey == null && textured != null) {
      grey = pictures.greyOfSheet(stage, to, missing);
    }
    String head = null;
    String albedo = null;
    List<String> animations = new ArrayList<>();
    for (StageFile file : files) {
      if (file.name().equals(AssetNames.HEAD)) {
        head = head(file, to, missing);
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

  private @Nullable String head(StageFile file, String to, List<String> missing) {
    String script = to + "head.js";
    String sha256 = file.asset().sha256();
    if (!store.isInPlace(file) || !heads.isUnchanged(script, sha256)) {
      byte[] glb = read(file, missing);
      if (glb == null) {
        return null;
      }
      heads.write(script, shortId(file.stage()), glb, sha256);
    }
    return script;
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

  private String write(String file, byte[] content) {
    target.write(file, content);
    return file;
  }
}
