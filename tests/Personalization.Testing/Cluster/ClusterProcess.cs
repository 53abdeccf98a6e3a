using System.Collections.Immutable;
using System.Globalization;

namespace Personalization.Testing.Cluster;

/// <summary>A process of a cluster that can end, be ended, frozen and started again under the same name, with a network of its own or not.</summary>
public sealed class ClusterProcess : IAsyncDisposable
{
    private readonly ClusterPlan _plan;
    private readonly string _folder;
    private readonly int _number;
    private readonly List<string> _endedOutputs = [];
    private EngineProcess? _process;

    internal ClusterProcess(ProcessKind kind, int number, ClusterPlan plan, string folder)
    {
        Kind = kind;
        _number = number;
        _plan = plan;
        _folder = folder;
        if (plan.OwnNetworks && kind == ProcessKind.Silo)
        {
            Network = SiloNetwork.Make(number);
        }
    }

    /// <summary>What it is.</summary>
    public ProcessKind Kind { get; }

    /// <summary>Its name, for example <c>silo-2</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Kind.ToString().ToLowerInvariant()}-{_number}");

    /// <summary>Its network; null when it shares this machine's.</summary>
    public SiloNetwork? Network { get; }

    /// <summary>The process that runs or ran last.</summary>
    /// <exception cref="InvalidOperationException">It was never started.</exception>
    public EngineProcess Process => _process ?? throw new InvalidOperationException($"{Name} was not started.");

    /// <summary>The port on which other silos reach it; 0 for a process without a silo.</summary>
    public int SiloPort { get; private set; }

    /// <summary>Whether it runs.</summary>
    public bool IsAlive => _process?.IsAlive == true;

    /// <summary>Everything its processes wrote, the newest last.</summary>
    public string Output => string.Join(Environment.NewLine, [.. _endedOutputs, Process.Output]);

    /// <summary>Starts it on new ports and waits until it is ready.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        SiloPort = Kind == ProcessKind.Api ? 0 : LoopbackPort.Free();
        EngineLaunch launch = new(_folder)
        {
            Environment = Environments(),
            Host = Network?.Address ?? "127.0.0.1",
            Through = [.. Network?.Through ?? []],
        };
        IReadOnlyList<string> command = _plan.Command?.Invoke(Kind) ?? [Kind == ProcessKind.Silo ? EngineBuild.SiloDll : EngineBuild.Dll];
        _process = await EngineProcess.StartAsync(launch, command, "/health/ready", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends it by <c>kill -9</c> and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        _endedOutputs.Add(Process.Output);
    }

    /// <summary>Ends what runs, in whatever way it can, and starts it anew.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        if (IsAlive)
        {
            _ = await Process.TerminateAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(false);
        }

        _endedOutputs.Add(Process.Output);
        await Process.DisposeAsync().ConfigureAwait(false);
        await StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync().ConfigureAwait(false);
        }

        Network?.Dispose();
    }

    private ImmutableDictionary<string, string> Environments()
    {
        ImmutableDictionary<string, string> all = _plan.Environment;
        if (Network is not null)
        {
            all = all.SetItem("Personalization__Cluster__AdvertisedAddress", Network.Address);
        }

        if (SiloPort != 0)
        {
            string port = SiloPort.ToString(CultureInfo.InvariantCulture);
            all = all.SetItem("Personalization__Cluster__SiloPort", port);
        }

        if (_plan.Sample && _number == 1 && Kind != ProcessKind.Api)
        {
            all = all.SetItem("Personalization__Sample", "true");
        }

        return Kind == ProcessKind.Node ? all.SetItem("Personalization__Role", "Node") : all;
    }
}
