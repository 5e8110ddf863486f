namespace Exporters.Probes.Cel;

/// <summary>
/// A part of an expression, ready to be evaluated. Values are null, bool, long (int), ulong (uint), double, string,
/// <see cref="List{T}"/> of values, <see cref="CelMap"/> and <see cref="CelType"/>.
/// </summary>
/// <exception cref="CelException">It has no value here.</exception>
internal delegate object? CelExpression(CelScope scope);
