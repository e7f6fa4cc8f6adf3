package io.facesweep.assets;

import io.facesweep.synthesis.SynthesisPhase;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the files that phases leave behind, relative to the folder of their stage or trial.
 * Who writes them, reads them back or shows them takes the names from here; what kind of file it is
 * follows from the end of its name.
 */
public final class AssetNames {
  /** The face model's components and their values. */
  public static final String COEFFICIENTS = "coefficients.json";

  /** The mesh, with its texture if there is one. */
  public static final String HEAD = "head.glb";

  /** The texture. */
  public static final String ALBEDO = "albedo.png";

  /** What the VAE decoded the texture from. */
  public static final String LATENTS = "latents.npy";

  /** The texels of a texture that was optimised itself, as they are, in the place of latents. */
  public static final String TEXELS = "texels.npy";

  /** The edges that were made for a texture prior that follows edges. */
  public static final String PRIOR_EDGES = "prior-edges.png";

  /** All views in one picture, a row of grey ones above a row of textured ones. */
  public static final String CONTACT_SHEET = "contact.png";

  private static final String EVOLUTION = "evolution-%s.gif";
  private static final String VIEW = "views/%s_%03d.png";
  private static final Pattern VIEW_PATTERN =
      Pattern.compile("views/(grey|textured)_(\\d{1,3})\\.\\w+");

  private AssetNames() {}

  /** Returns the name of the animation of a phase. */
  public static String evolution(SynthesisPhase phase) {
    return EVOLUTION.formatted(phase.text());
  }

  /** Tells whether a file is the animation of a phase. */
  public static boolean isEvolution(String name) {
    for (SynthesisPhase phase : SynthesisPhase.values()) {
      if (name.equals(evolution(phase))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns the name of a picture from one of the {@link FixedViews}.
   *
   * @param azimuth whole degrees, 0 to 360
   */
  public static String view(ViewShade shade, int azimuth) {
    return VIEW.formatted(shade.text(), azimuth);
  }

  /** Returns the azimuth of a picture in whole degrees; nothing of another file. */
  public static Optional<Integer> azimuth(String name) {
    Matcher matcher = VIEW_PATTERN.matcher(name);
    return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(2))) : Optional.empty();
  }
}
