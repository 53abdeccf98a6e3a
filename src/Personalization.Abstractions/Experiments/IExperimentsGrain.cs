using Orleans.Concurrency;

namespace Personalization.Abstractions.Experiments;

/// <summary>The only owner of the experiments: their definitions, their status, and who changed them. Key: 0.</summary>
/// <remarks>
/// Not on the read path: the grain informs every silo, and each silo assigns arms independently. When a call returns,
/// the change is active on every reachable silo.
/// </remarks>
[GrainInterfaceType("Personalization.IExperimentsGrain"), Alias("Personalization.IExperimentsGrain")]
public interface IExperimentsGrain : IGrainWithIntegerKey
{
    /// <summary>Gets all experiments.</summary>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<ExperimentCatalog> GetAsync();

    /// <summary>Registers an experiment as a draft.</summary>
    /// <param name="definition">The definition; its status is ignored.</param>
    /// <param name="note">The author of the change and the reason.</param>
    /// <exception cref="InvalidOperationException">An experiment of this name exists or existed.</exception>
    [Alias("Register")]
    ValueTask<ExperimentAnswer> RegisterAsync(ExperimentDefinition definition, ChangeNote note);

    /// <summary>Registers an experiment as a draft, like <see cref="RegisterAsync"/>, from JSON.</summary>
    /// <param name="definition">The definition as JSON; its status is ignored.</param>
    /// <param name="note">The author of the change and the reason.</param>
    /// <exception cref="InvalidOperationException">An experiment of this name exists or existed.</exception>
    /// <remarks>Needed for a rolling upgrade from 0.1, whose APIs and silos call it.</remarks>
    [Alias("Create")]
    ValueTask<ExperimentAnswer> CreateAsync(string definition, ChangeNote note);

    /// <summary>
    /// Starts a draft or paused experiment. Returns every error when it conflicts with running experiments.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The experiment does not exist.</exception>
    /// <exception cref="InvalidOperationException">The experiment is stopped and cannot be continued.</exception>
    [Alias("Start")]
    ValueTask<ExperimentAnswer> StartAsync(string name, ChangeNote note);

    /// <summary>Pauses an experiment: no users enter; its users stay and are still measured.</summary>
    /// <exception cref="KeyNotFoundException">The experiment does not exist.</exception>
    /// <exception cref="InvalidOperationException">The experiment is not running.</exception>
    [Alias("Pause")]
    ValueTask<ExperimentAnswer> PauseAsync(string name, ChangeNote note);

    /// <summary>Raises the share of slots from now on. Later steps of the ramp are dropped.</summary>
    /// <param name="name">The experiment's name.</param>
    /// <param name="share">
    /// The share, above 0, at most 1. It must not be less than the present share, because users would leave.
    /// </param>
    /// <param name="note">The author of the change and the reason.</param>
    /// <exception cref="KeyNotFoundException">The experiment does not exist.</exception>
    /// <exception cref="InvalidOperationException">The experiment is stopped.</exception>
    [Alias("Ramp")]
    ValueTask<ExperimentAnswer> RampAsync(string name, double share, ChangeNote note);

    /// <summary>
    /// Stops an experiment: lists are served without it from now on, and its results remain. Stopping it again changes
    /// nothing.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The experiment does not exist.</exception>
    [Alias("Stop")]
    ValueTask<ExperimentAnswer> StopAsync(string name, ChangeNote note);

    /// <summary>
    /// Calls <paramref name="observer"/> at every change, for one minute unless the subscription is renewed.
    /// </summary>
    [Alias("Subscribe")]
    ValueTask<ExperimentCatalog> SubscribeAsync(IExperimentsObserver observer);
}
