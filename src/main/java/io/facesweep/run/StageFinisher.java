package io.facesweep.run;

import io.facesweep.assets.Asset;
import io.facesweep.assets.AssetNames;
import io.facesweep.assets.FixedViews;
import io.facesweep.assets.Picture;
import io.facesweep.assets.TrialAssets;
import io.facesweep.mesh.TriangleMesh;
import io.facesweep.plan.Instrument;
import io.facesweep.settings.Phases;
import io.facesweep.settings.SaveSettings;
import io.facesweep.settings.TextureSettings;
import io.facesweep.store.Measures;
import io.facesweep.store.StepRow;
import io.facesweep.synthesis.GeometryOutcome;
import io.facesweep.synthesis.LoadedModels;
import io.facesweep.synthesis.PriorEdges;
import io.facesweep.synthesis.ReferenceCamera;
import io.facesweep.synthesis.TextureOutcome;
import io.facesweep.synthesis.TrialSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Makes stages of what their phases computed: files first, then measures. A phase that was ended
 * before its last step has files, and no measures.
 */
public final class StageFinisher {
  private final LoadedModels models;
  private final SaveSettings save;
  private final StageMetrics metrics;

  /**
   * @param save what is rendered
   * @param instrument to measure with
   * @param judges beside the models' own
   * @param prompts what the diffusion model is given for each prompt of the sweep
   */
  public StageFinisher(
      LoadedModels models,
      SaveSettings save,
      Instrument instrument,
      JudgeNets judges,
      List<String> prompts) {
    this(models, save, new StageMetrics(models, instrument, judges, prompts));
  }

  StageFinisher(LoadedModels models, SaveSettings save, StageMetrics metrics) {
    this.models = models;
    this.save = save;
    this.metrics = metrics;
  }

  /**
   * Finishes a geometry stage.
   *
   * @param stage its id, for the progress
   */
  public StageOutcome geometry(
      String stage, TrialSpec spec, GeometryOutcome geometry, BatchProgress progress) {
    List<StepRow> steps = StepRows.of(geometry.steps());
    Map<String, byte[]> files = files(assets(spec).geometry(geometry));
    progress.onFiles(stage, files);
    return steps.size() < spec.settings().geometry().steps()
        ? new StageOutcome.Stopped(steps)
        : outcome(() -> metrics.geometry(spec, geometry, progress::wantsStop), files, steps);
  }

  /**
   * Finishes a texture or a joint stage.
   *
   * @param stage its id, for the progress
   * @param shape what is measured of the geometry that it stands on; {@link Measures#NONE} where
   *     nothing is
   */
  public StageOutcome texture(
      String stage,
      TrialSpec spec,
      TextureOutcome texture,
      Measures shape,
      BatchProgress progress) {
    TriangleMesh mesh = models.models().face().mesh(texture.coefficients());
    List<StepRow> steps = StepRows.of(texture.steps());
    boolean hasGeometryStage = spec.settings().phases() == Phases.DECOUPLED;
    TrialAssets assets = assets(spec);
    Map<String, byte[]> files =
        files(hasGeometryStage ? assets.texture(mesh, texture) : assets.whole(mesh, texture));
    files.putAll(files(priorEdges(spec.settings().texture())));
    progress.onFiles(stage, files);
    return steps.size() < spec.settings().textureSteps()
        ? new StageOutcome.Stopped(steps)
        : outcome(
            () -> metrics.texture(spec, mesh, texture, shape, progress::wantsStop), files, steps);
  }

  private static StageOutcome outcome(
      Supplier<Measures> measure, Map<String, byte[]> files, List<StepRow> steps) {
    try {
      return new StageOutcome.Done(measure.get(), files, steps);
    } catch (StageMetrics.StoppedException e) {
      return new StageOutcome.Stopped(steps);
    }
  }

  private TrialAssets assets(TrialSpec spec) {
    return new TrialAssets(
        models.models().face(),
        FixedViews.around(
            save.views(),
            save.viewResolution(),
            ReferenceCamera.of(spec.settings()),
            StageMetrics.axis(spec.settings()),
            models.models().device()));
  }

  private List<Asset> priorEdges(TextureSettings settings) {
    int side = settings.resolution();
    return PriorEdges.made(settings, models.models().face()).stream()
        .map(edges -> Asset.png(AssetNames.PRIOR_EDGES, Picture.of(edges, side, side)))
        .toList();
  }

  private static Map<String, byte[]> files(List<Asset> assets) {
    Map<String, byte[]> files = new HashMap<>();
    assets.forEach(asset -> files.put(asset.name(), asset.bytes()));
    return files;
  }
}
