using Orleans.Concurrency;

namespace Personalization.Abstractions.Experiments;

/// <summary>
/// The one owner of the experiments: which there are, which run, and who decided it. Not on the read path: it tells every silo, and each
/// assigns by itself. A change is in force on every silo that can be reached when the call returns. Key: 0.
/// </summary>
[GrainInterfaceType("Personalization.Abstractions.Experiments.IExperimentsGrain"), Alias("Personalization.IExperimentsGrain")]
public interface IExperimentsGrain : IGrainWithIntegerKey
{
    /// <summary>All experiments.</summary>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<ExperimentCatalog> GetAsync();

    /// <summary>Registers an experiment as a draft.</summary>
    /// <param name="definition">Its definition; any status in it is ignored.</param>
    /// <param name="note">Whose decision it is.</param>
    /// <exception cref="InvalidOperationException">There is, or was, an experiment of the name.</exception>
    [Alias("Register")]
    ValueTask<ExperimentAnswer> RegisterAsync(ExperimentDefinition definition, ChangeNote note);

    /// <summary>Registers an experiment as a draft; like <see cref="RegisterAsync"/>, from JSON.</summary>
    /// <param name="definition">Its definition as JSON; any status in it is ignored.</param>
    /// <param name="note">Whose decision it is.</param>
    /// <exception cref="InvalidOperationException">There is, or was, an experiment of the name.</exception>
    /// <remarks>Kept for a rolling upgrade from 0.1, whose APIs and silos call it.</remarks>
    [Alias("Create")]
    ValueTask<ExperimentAnswer> CreateAsync(string definition, ChangeNote note);

    /// <summary>Sets a draft or a paused experiment running; refused with every reason when it cannot run beside those that do.</summary>
    /// <exception cref="KeyNotFoundException">There is none of the name.</exception>
    /// <exception cref="InvalidOperationException">It is stopped: what it measured could not be continued.</exception>
    [Alias("Start")]
    ValueTask<ExperimentAnswer> StartAsync(string name, ChangeNote note);

    /// <summary>Takes nobody new; who is in it stays and is measured on.</summary>
    /// <exception cref="KeyNotFoundException">There is none of the name.</exception>
    /// <exception cref="InvalidOperationException">It does not run.</exception>
    [Alias("Pause")]
    ValueTask<ExperimentAnswer> PauseAsync(string name, ChangeNote note);

    /// <summary>Takes a greater share of its slots from now on. Steps of its ramp that lie ahead are dropped.</summary>
    /// <param name="name">The experiment.</param>
    /// <param name="share">Above 0 to 1; not less than at present, since users would leave.</param>
    /// <param name="note">Whose decision it is.</param>
    /// <exception cref="KeyNotFoundException">There is none of the name.</exception>
    /// <exception cref="InvalidOperationException">It is stopped.</exception>
    [Alias("Ramp")]
    ValueTask<ExperimentAnswer> RampAsync(string name, double share, ChangeNote note);

    /// <summary>Ends it: every user is served without it from now on; its results stay. Stopping it again changes nothing.</summary>
    /// <exception cref="KeyNotFoundException">There is none of the name.</exception>
    [Alias("Stop")]
    ValueTask<ExperimentAnswer> StopAsync(string name, ChangeNote note);

    /// <summary>From now on (until a minute without renewal) tells <paramref name="observer"/> of every change.</summary>
    [Alias("Subscribe")]
    ValueTask<ExperimentCatalog> SubscribeAsync(IExperimentsObserver observer);
}
