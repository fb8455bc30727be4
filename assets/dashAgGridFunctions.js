/* Cells and sorting of the tables. */
var dagcomponentfuncs = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
dagcomponentfuncs.ActionLink = function (props) {
  return window.React.createElement("a", { href: props.data.href }, props.value);
};
var dagfuncs = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
dagfuncs.byField = function (one, other, field) {
  const a = one.data[field], b = other.data[field];
  return a < b ? -1 : a > b ? 1 : 0;
};
