using Personalization.Engine.Models;

namespace Personalization.Engine.Evaluation;

/// <summary>The model that serves while another is trained. The new version is compared with it.</summary>
/// <param name="Model">The model.</param>
/// <param name="LastEventAt">The time of the newest training event, UTC. The model does not know later events.</param>
public sealed record LiveModel(ModelSnapshot Model, DateTimeOffset LastEventAt);
