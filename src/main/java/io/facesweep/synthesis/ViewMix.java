package io.facesweep.synthesis;

import io.facesweep.render.Camera;
import io.facesweep.settings.ViewConditioning;
import io.facesweep.settings.ViewSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The views that a prompt names for a camera: one, or two neighbours with a share each; and with
 * perp-neg those that it leaves out.
 *
 * <p>Front, side and back stand at azimuths of 0, 90 and 180 degrees to either hand, with linear
 * shares between them. The weights of other views are those of threestudio's {@code
 * prompt_processors/base.py}, after Armandpour et al. 2023, arXiv 2304.04968.
 *
 * @param named shares above 0 that sum to 1
 * @param others views that are left out, with weights below 0; none or two
 */
record ViewMix(List<Share> named, List<Share> others) {
  /** No view. */
  static final ViewMix NONE = new ViewMix(List.of(new Share(PromptView.NONE, 1)), List.of());

  private static final double QUARTER = 90;

  /**
   * A view and how much it counts.
   *
   * @param weight of its embeddings, or of what it predicts
   */
  record Share(PromptView view, double weight) {}

  /** a exp(-b r) + c. */
  private record Decay(double a, double b, double c) {
    double at(double r) {
      return a * Math.exp(-b * r) + c;
    }
  }

  /** How much the front, and the side, are left out between the two. */
  private static final Decay FRONT_OR_SIDE = new Decay(4, 0.5, -2.426);

  /** How much the side is left out between it and the back. */
  private static final Decay SIDE_OF_BACK = new Decay(1, 0.5, -0.606);

  /** How much the front is left out there. */
  private static final Decay FRONT_OF_BACK = new Decay(1, 0.5, 0.967);

  ViewMix {
    named = List.copyOf(named);
    others = List.copyOf(others);
  }

  /** Returns what a camera's prompt names. */
  static ViewMix of(Camera camera, ViewSettings settings) {
    ViewConditioning conditioning = settings.conditioning();
    if (conditioning == ViewConditioning.NONE) {
      return NONE;
    }
    PromptView view = PromptView.of(camera, settings);
    if (conditioning == ViewConditioning.SUFFIX || view == PromptView.OVERHEAD) {
      return new ViewMix(List.of(new Share(view, 1)), List.of());
    }
    double aside = PromptView.aside(camera.azimuth()); // [0, 180]
    boolean isBehind = aside >= QUARTER;
    double nearer = isBehind ? 2 - aside / QUARTER : 1 - aside / QUARTER; // of the first of the two
    List<Share> named =
        shares(
            isBehind ? PromptView.SIDE : PromptView.FRONT,
            nearer,
            isBehind ? PromptView.BACK : PromptView.SIDE,
            1 - nearer);
    return new ViewMix(
        named,
        conditioning == ViewConditioning.PERP_NEG
            ? others(isBehind, nearer, settings.perpNegWeight())
            : List.of());
  }

  private static List<Share> shares(PromptView a, double ofA, PromptView b, double ofB) {
    List<Share> shares = new ArrayList<>();
    if (ofA > 0) {
      shares.add(new Share(a, ofA));
    }
    if (ofB > 0) {
      shares.add(new Share(b, ofB));
    }
    return shares;
  }

  private static List<Share> others(boolean isBehind, double nearer, double factor) {
    return isBehind
        ? List.of(
            new Share(PromptView.SIDE, -factor * SIDE_OF_BACK.at(nearer)),
            new Share(PromptView.FRONT, -factor * FRONT_OF_BACK.at(nearer)))
        : List.of(
            new Share(PromptView.FRONT, -factor * FRONT_OR_SIDE.at(nearer)),
            new Share(PromptView.SIDE, -factor * FRONT_OR_SIDE.at(1 - nearer)));
  }

  /** Returns every view that prompts can name with such settings. */
  static Set<PromptView> all(ViewSettings settings) {
    if (settings.conditioning() == ViewConditioning.NONE) {
      return Set.of(PromptView.NONE);
    }
    Set<PromptView> all =
        new TreeSet<>(List.of(PromptView.FRONT, PromptView.SIDE, PromptView.BACK));
    if (settings.overheadAngle() < QUARTER) {
      all.add(PromptView.OVERHEAD);
    }
    return all;
  }

  /** Returns the view that has the most of it. */
  PromptView main() {
    Share most = named.get(0);
    for (Share share : named) {
      most = share.weight() > most.weight() ? share : most;
    }
    return most.view();
  }
}
