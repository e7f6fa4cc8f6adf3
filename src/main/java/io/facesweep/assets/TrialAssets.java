package io.facesweep.assets;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.facesweep.face.FaceModel;
import io.facesweep.mesh.GlbFile;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.synthesis.GeometryOutcome;
import io.facesweep.synthesis.Snapshot;
import io.facesweep.synthesis.SynthesisPhase;
import io.facesweep.synthesis.TextureOutcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the files of the phases of a trial:
 *
 * <pre>
 * coefficients.json         the face model's components and their values
 * head.glb                  the mesh, with its texture if there is one
 * albedo.png, latents.npy   the texture, and what the VAE decoded it from; or
 * texels.npy                texels that were optimised themselves
 * views/grey_000.png ...    {@link FixedViews}, by azimuth
 * views/textured_000.png ...
 * contact.png               all of these in one
 * evolution-geometry.gif, evolution-texture.gif, evolution-joint.gif
 * </pre>
 */
public final class TrialAssets {
  private static final int FRAME_MILLISECONDS = 120;
  private static final int HOLD_MILLISECONDS = 1500;
  private static final int RGB = 3;

  private final FaceModel face;
  private final FixedViews views;

  /**
   * @param face the model of the trials
   * @param views what is rendered of each
   */
  public TrialAssets(FaceModel face, FixedViews views) {
    this.face = face;
    this.views = views;
  }

  /** The files of a geometry phase. */
  public List<Asset> geometry(GeometryOutcome geometry) {
    List<Picture> grey = views.grey(geometry.mesh());
    List<Asset> assets = new ArrayList<>();
    assets.add(coefficients(geometry.coefficients()));
    assets.add(glb(GlbFile.untextured(geometry.mesh())));
    assets.addAll(pictures(ViewShade.GREY, grey));
    assets.add(Asset.png(AssetNames.CONTACT_SHEET, ContactSheet.of(List.of(grey))));
    assets.addAll(evolution(geometry.snapshots()));
    return assets;
  }

  /**
   * The files of a texture phase whose geometry has files of its own: its grey views are only in
   * the contact sheet.
   *
   * @param mesh the geometry
   */
  public List<Asset> texture(TriangleMesh mesh, TextureOutcome texture) {
    return texture(mesh, texture, views.grey(mesh), List.of());
  }

  /**
   * The files of a texture or joint phase whose geometry has none of its own: grey views too.
   *
   * @param mesh the geometry
   */
  public List<Asset> whole(TriangleMesh mesh, TextureOutcome texture) {
    List<Picture> grey = views.grey(mesh);
    return texture(mesh, texture, grey, pictures(ViewShade.GREY, grey));
  }

  private List<Asset> texture(
      TriangleMesh mesh, TextureOutcome texture, List<Picture> grey, List<Asset> greyViews) {
    List<Picture> textured = views.textured(mesh, texture.albedo(), texture.resolution());
    List<Asset> assets = new ArrayList<>();
    assets.add(coefficients(texture.coefficients()));
    assets.addAll(head(mesh, texture));
    assets.addAll(greyViews);
    assets.addAll(pictures(ViewShade.TEXTURED, textured));
    assets.add(Asset.png(AssetNames.CONTACT_SHEET, ContactSheet.of(List.of(grey, textured))));
    assets.addAll(evolution(texture.snapshots()));
    return assets;
  }

  private Asset coefficients(float[] values) {
    List<String> names = face.identityNames();
    JsonArray components = new JsonArray();
    for (int i = 0; i < values.length; i++) {
      JsonObject component = new JsonObject();
      component.addProperty("name", names.get(i));
      component.addProperty("value", values[i]);
      components.add(component);
    }
    JsonObject json = new JsonObject();
    json.addProperty("face", face.name());
    json.addProperty("fingerprint", face.fingerprint());
    json.addProperty("unit", "standard deviations");
    json.add("components", components);
    return Asset.json(AssetNames.COEFFICIENTS, json);
  }

  private static List<Asset> head(TriangleMesh mesh, TextureOutcome texture) {
    int side = texture.resolution();
    byte[] albedo = Picture.of(texture.albedo(), side, side).png();
    return List.of(
        glb(new GlbFile(mesh, albedo)), new Asset(AssetNames.ALBEDO, albedo), exact(texture));
  }

  /** What was optimised, from which the texture can be had as it was. */
  private static Asset exact(TextureOutcome texture) {
    int latent = texture.latentSize();
    if (latent == 0) {
      int side = texture.resolution();
      byte[] texels = NumpyFile.of(texture.albedo(), RGB, side, side);
      return new Asset(AssetNames.TEXELS, texels);
    }
    int channels = texture.latents().length / (latent * latent);
    byte[] latents = NumpyFile.of(texture.latents(), channels, latent, latent);
    return new Asset(AssetNames.LATENTS, latents);
  }

  private static Asset glb(GlbFile file) {
    return new Asset(AssetNames.HEAD, file.toBytes());
  }

  private List<Asset> pictures(ViewShade shade, List<Picture> pictures) {
    List<Asset> assets = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      assets.add(Asset.png(AssetNames.view(shade, views.azimuth(i)), pictures.get(i)));
    }
    return assets;
  }

  /** One animation, or none where there are no snapshots. */
  private static List<Asset> evolution(List<Snapshot> snapshots) {
    if (snapshots.isEmpty()) {
      return List.of();
    }
    SynthesisPhase phase = snapshots.get(0).phase();
    byte[] gif =
        AnimatedGif.of(
            snapshots.stream().map(Picture::of).toList(), FRAME_MILLISECONDS, HOLD_MILLISECONDS);
    return List.of(new Asset(AssetNames.evolution(phase), gif));
  }
}
