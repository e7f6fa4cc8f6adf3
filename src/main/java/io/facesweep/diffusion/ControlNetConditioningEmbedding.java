package io.facesweep.diffusion;

import io.facesweep.tensor.Functional;
import io.facesweep.tensor.Tensor;
import io.facesweep.tensor.TensorScope;
import io.facesweep.weights.StateDict;
import java.util.ArrayList;
import java.util.List;

/** Brings a control image down to the size of the latents. */
final class ControlNetConditioningEmbedding {
  private final List<Conv2d> stages = new ArrayList<>();
  private final Conv2d convOut;

  ControlNetConditioningEmbedding(StateDict weights, ControlNetConfig config) {
    List<Integer> widths = config.conditioningEmbeddingOutChannels();
    stages.add(Conv2d.same(weights.at("conv_in"), config.conditioningChannels(), widths.get(0), 3));
    for (int i = 0; i + 1 < widths.size(); i++) {
      int width = widths.get(i);
      stages.add(Conv2d.same(weights.at("blocks." + 2 * i), width, width, 3));
      stages.add(Conv2d.halving(weights.at("blocks." + (2 * i + 1)), width, widths.get(i + 1), 1));
    }
    this.convOut =
        Conv2d.same(
            weights.at("conv_out"),
            widths.get(widths.size() - 1),
            config.encoder().blockOutChannels().get(0),
            3);
  }

  /** [N, conditioningChannels, H, W] to [N, C, H / imageFactor, W / imageFactor]. */
  Tensor forward(Tensor image) {
    return TensorScope.compute(
        () -> {
          Tensor hidden = image.channelsLast();
          for (Conv2d stage : stages) {
            Tensor x = hidden;
            hidden = TensorScope.compute(() -> Functional.siluConsuming(stage.forward(x)));
          }
          return convOut.forward(hidden).contiguous();
        });
  }
}
