package io.facesweep.synthesis;

import io.facesweep.config.TrialValues;
import io.facesweep.guidance.DistillationQuery;
import io.facesweep.guidance.DistillationResult;
import io.facesweep.guidance.ScoreDistillation;
import io.facesweep.render.Camera;
import io.facesweep.settings.ModelRole;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorOwner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Views of fixtures, whose embeddings are given instead of their texts. */
public final class GoldenViews {
  private final List<String> names;
  private final Tensor embeddings;

  /**
   * @param names of views
   * @param embeddings of the prompts for them, [views, L, C]
   */
  public GoldenViews(List<String> names, Tensor embeddings) {
    this.names = List.copyOf(names);
    this.embeddings = embeddings;
  }

  private static ViewMix mix(double azimuth, double elevation) {
    return ViewMix.of(
        Camera.orbit(azimuth, elevation, 0),
        TrialValues.settings("views { conditioning = perp-neg, overhead-angle = 60 }").views());
  }

  /** What a prompt of each of K cameras is mixed of, [K, L, C]. */
  public Tensor mixed(double[] azimuths, double[] elevations) {
    List<List<WeightedText>> rows = new ArrayList<>();
    for (int i = 0; i < azimuths.length; i++) {
      rows.add(
          mix(azimuths[i], elevations[i]).named().stream()
              .map(share -> new WeightedText(name(share.view()), share.weight()))
              .toList());
    }
    try (TensorOwner owner = new TensorOwner()) {
      return new PromptEmbeddings(new Given(), names, owner).of(rows);
    }
  }

  /** The embeddings of the other view of a place of each camera, [K, L, C]. */
  public Tensor other(double[] azimuths, double[] elevations, int place) {
    List<Tensor> rows = new ArrayList<>();
    for (int i = 0; i < azimuths.length; i++) {
      rows.add(row(name(mix(azimuths[i], elevations[i]).others().get(place).view())));
    }
    return Tensor.cat(0, rows);
  }

  /** The weights of the other views of a camera. */
  public static List<Double> weights(double azimuth, double elevation) {
    return mix(azimuth, elevation).others().stream().map(ViewMix.Share::weight).toList();
  }

  private static String name(PromptView view) {
    return view.name().toLowerCase(Locale.ROOT);
  }

  private Tensor row(String name) {
    int row = names.indexOf(name);
    return embeddings.slice(0, row, row + 1L);
  }

  /** Embeds the names of views. */
  private final class Given implements ScoreDistillation {
    @Override
    public int timesteps() {
      return 1000;
    }

    @Override
    public boolean has(ModelRole role) {
      return false;
    }

    @Override
    public Tensor embed(String text) {
      return row(text);
    }

    @Override
    public DistillationResult gradient(DistillationQuery query) {
      throw new UnsupportedOperationException("only embeds");
    }
  }
}
