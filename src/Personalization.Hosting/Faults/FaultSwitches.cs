using Personalization.Engine.Models;
using Personalization.Grains.Serving;

namespace Personalization.Hosting.Faults;

/// <summary>The faults that are present now. Exists only with <c>Personalization:Faults</c>. Thread-safe.</summary>
public sealed class FaultSwitches
{
    private readonly Lock _writing = new();
    private readonly ServingHolder _serving;
    private volatile bool _slowStore;
    private volatile bool _lostModel;
    private volatile bool _lostSilo;
    private ModelSnapshot? _taken;

    /// <summary>Creates the switches; no fault is present.</summary>
    internal FaultSwitches(ServingHolder serving) => _serving = serving;

    /// <summary>Whether a fault is present.</summary>
    public bool IsOn(Fault fault) => fault switch
    {
        Fault.SlowStore => _slowStore,
        Fault.LostModel => _lostModel,
        Fault.LostSilo => _lostSilo,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Unknown fault."),
    };

    /// <summary>Causes or ends a fault.</summary>
    public void Set(Fault fault, bool isOn)
    {
        lock (_writing)
        {
            switch (fault)
            {
                case Fault.SlowStore:
                    _slowStore = isOn;
                    break;
                case Fault.LostModel:
                    SetLostModel(isOn);
                    break;
                case Fault.LostSilo:
                    _lostSilo = isOn;
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(fault), fault, "Unknown fault.");
            }
        }
    }

    /// <summary>
    /// Takes the model out of the serving state, or returns it. A version that was published meanwhile is loaded by the
    /// next refresh of the silo.
    /// </summary>
    private void SetLostModel(bool isOn)
    {
        if (isOn == _lostModel)
        {
            return;
        }

        _lostModel = isOn;
        if (isOn)
        {
            _taken = _serving.Current.Model;
            _serving.SetModel(null);
        }
        else if (_taken is { } model)
        {
            _taken = null;
            _serving.SetModel(model);
        }
    }
}
